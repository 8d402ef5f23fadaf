package io.cardswitch.planted.core.config;

import com.lmax.disruptor.RingBuffer;
import com.sun.net.httpserver.HttpServer;

import io.aeron.PlantedAeron;
import io.netty.buffer.ByteBuf;

import net.openhft.chronicle.queue.ChronicleQueue;

import org.snakeyaml.engine.v2.api.Load;

import picocli.CommandLine;

/** Violates the rule of one home for each library it names. */
final class PlantedLibraries {
    PlantedAeron aeron;
    ByteBuf netty;
    RingBuffer<String> disruptor;
    ChronicleQueue chronicle;
    CommandLine picocli;
    Load yaml;
    HttpServer http;
}
