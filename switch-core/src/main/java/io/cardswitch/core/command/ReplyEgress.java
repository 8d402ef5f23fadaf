package io.cardswitch.core.command;

/** Where durable decisions leave: the edge sends the answers, and has cards checked. */
public interface ReplyEgress {
    /** Takes one reply; the view is valid only during the call. */
    void onReply(ReplyFlyweight reply);

    /** Takes one card check; the view is valid only during the call. */
    void onCardCheck(CardCheckFlyweight check);

    /** Ends a batch: what was taken is on its way after this call. */
    void onBatchEnd();
}
