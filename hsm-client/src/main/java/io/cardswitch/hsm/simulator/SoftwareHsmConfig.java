package io.cardswitch.hsm.simulator;

import io.cardswitch.hsm.simulator.device.DeviceConfig;

/**
 * Where and how a software HSM listens.
 *
 * @param host address to bind
 * @param port TCP port, 0 for a free one
 * @param headerLength characters of the message header that is echoed
 * @param maxConnections connections at a time; more are closed at once
 * @param maxFrameLength bytes of a request; a longer one closes its connection
 * @param environment test or production; under production it does not start
 * @param device settings of the device
 */
public record SoftwareHsmConfig(
        String host,
        int port,
        int headerLength,
        int maxConnections,
        int maxFrameLength,
        String environment,
        DeviceConfig device) {
    private static final int MAX_HEADER = 255;
    private static final int LONGEST_FRAME = 0xFFFF;

    /** Checks the limits. */
    public SoftwareHsmConfig {
        require(port >= 0 && port <= LONGEST_FRAME, "port out of range");
        require(headerLength >= 0 && headerLength <= MAX_HEADER, "header is 0 to 255 characters");
        require(maxConnections >= 1, "at least one connection");
        require(maxFrameLength >= 2 && maxFrameLength <= LONGEST_FRAME, "frame is 2 to 65535");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** On loopback: header of 4, 64 connections, frames up to 32 kB, environment test. */
    public static SoftwareHsmConfig onLoopback(int port) {
        return new SoftwareHsmConfig(
                "127.0.0.1", port, 4, 64, 32 * 1024, "test", DeviceConfig.DEFAULT);
    }

    /** The same with other settings of the device. */
    public SoftwareHsmConfig withDevice(DeviceConfig settings) {
        return new SoftwareHsmConfig(
                host, port, headerLength, maxConnections, maxFrameLength, environment, settings);
    }

    /** The same with another length of header. */
    public SoftwareHsmConfig withHeaderLength(int length) {
        return new SoftwareHsmConfig(
                host, port, length, maxConnections, maxFrameLength, environment, device);
    }

    /** The same in another environment. */
    public SoftwareHsmConfig withEnvironment(String name) {
        return new SoftwareHsmConfig(
                host, port, headerLength, maxConnections, maxFrameLength, name, device);
    }

    /** The same with another limit of connections. */
    public SoftwareHsmConfig withMaxConnections(int count) {
        return new SoftwareHsmConfig(
                host, port, headerLength, count, maxFrameLength, environment, device);
    }
}
