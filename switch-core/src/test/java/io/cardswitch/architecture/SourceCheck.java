package io.cardswitch.architecture;

/** One tidiness rule over one Java source. */
@FunctionalInterface
interface SourceCheck {
    void check(SourceFile file, Findings findings);
}
