package io.cardswitch.core.command;

/** Where durable decisions leave: the edge composes and sends the answers. */
public interface ReplyEgress {
    /** Takes one reply; the view is valid only during the call. */
    void onReply(ReplyFlyweight reply);

    /** Ends a batch: what was taken is on its way after this call. */
    void onBatchEnd();
}
