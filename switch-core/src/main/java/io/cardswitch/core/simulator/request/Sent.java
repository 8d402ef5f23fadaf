package io.cardswitch.core.simulator.request;

/** What one request says in the parts that differ from its precomputed frame. Reused. */
public final class Sent {
    int mti;
    int frame;

    int stan;
    long time;
    long rrn;
    long amountMinor;

    /** MTI, four BCD digits. */
    public int mti() {
        return mti;
    }

    /** DE11. */
    public int stan() {
        return stan;
    }

    /** DE7, MMDDhhmmss as a number. */
    public long time() {
        return time;
    }

    /** DE37, twelve digits. */
    public long rrn() {
        return rrn;
    }

    /** DE4; 0 where the kind has none. */
    public long amountMinor() {
        return amountMinor;
    }

    void copyFrom(Sent other) {
        mti = other.mti;
        frame = other.frame;
        stan = other.stan;
        time = other.time;
        rrn = other.rrn;
        amountMinor = other.amountMinor;
    }
}
