package io.cardswitch.core.simulator.request;

import org.agrona.BitUtil;

import java.util.Arrays;

/**
 * The requests of one connection that have no answer yet. A request stands in the slot of the low
 * bits of its DE11; there are twice as many slots as the window allows, so a number whose slot is
 * taken is simply left out.
 */
public final class InFlight {
    private final int window;
    private final int mask;
    private final int[] stans;
    private final int[] mtis;
    private final int[] frames;
    private final long[] intendedNs;
    private final long[] times;
    private final long[] rrns;
    private final long[] amounts;
    private int count;

    /** For up to {@code window} requests. */
    public InFlight(int window) {
        this.window = window;
        final int slots = BitUtil.findNextPositivePowerOfTwo(window * 2);
        mask = slots - 1;
        stans = new int[slots];
        mtis = new int[slots];
        frames = new int[slots];
        intendedNs = new long[slots];
        times = new long[slots];
        rrns = new long[slots];
        amounts = new long[slots];
    }

    /** Requests without an answer. */
    public int count() {
        return count;
    }

    /** Whether the window is used up. */
    public boolean isFull() {
        return count == window;
    }

    /** Whether a request with this DE11 may start. */
    boolean isFree(int stan) {
        return stans[stan & mask] == 0;
    }

    /** Takes the slot of DE11, which must be free. */
    void take(Sent sent, long intended) {
        final int slot = sent.stan & mask;
        stans[slot] = sent.stan;
        mtis[slot] = sent.mti;
        frames[slot] = sent.frame;
        times[slot] = sent.time;
        rrns[slot] = sent.rrn;
        amounts[slot] = sent.amountMinor;
        intendedNs[slot] = intended;
        count++;
    }

    /** The slot of the request with this DE11; -1 when there is none. */
    public int find(int stan) {
        final int slot = stan & mask;
        return stan > 0 && stans[slot] == stan ? slot : -1;
    }

    /** Copies what was sent from its slot. */
    void copyTo(int slot, Sent target) {
        target.stan = stans[slot];
        target.mti = mtis[slot];
        target.frame = frames[slot];
        target.time = times[slot];
        target.rrn = rrns[slot];
        target.amountMinor = amounts[slot];
    }

    /** MTI of the request, four BCD digits. */
    public int mti(int slot) {
        return mtis[slot];
    }

    /** DE37 of the request. */
    public long rrn(int slot) {
        return rrns[slot];
    }

    /** When the request should have left, on the clock of {@code System.nanoTime}. */
    public long intendedNs(int slot) {
        return intendedNs[slot];
    }

    /** Frees the slot of an answered request. */
    public void release(int slot) {
        stans[slot] = 0;
        count--;
    }

    /** Forgets all and tells how many there were. */
    public int clear() {
        final int forgotten = count;
        Arrays.fill(stans, 0);
        count = 0;
        return forgotten;
    }
}
