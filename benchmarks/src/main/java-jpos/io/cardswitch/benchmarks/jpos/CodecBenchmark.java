package io.cardswitch.benchmarks.jpos;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.packager.GenericPackager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * A 0200 of 20 elements with chip data decoded and validated, its 0210 encoded, by this codec and
 * by jPOS on the same bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {
    private static final int REQUEST = 0x0200;
    private static final int ANSWER = 0x0210;
    private static final int AUTHORIZATION = 38;
    private static final int RESPONSE = 39;
    private static final int CHIP = 55;
    private static final long ECHOED = bits(2, 3, 4, 7, 11, 12, 13, 22, 25, 32, 37);
    private static final long ECHOED_LAST = bits(41, 42, 49);
    private static final byte[] AUTHORIZATION_CODE = ascii("123456");
    private static final byte[] APPROVED = ascii("00");
    private static final String CHIP_DATA =
            "9F2608A1B2C3D4E5F601029F2701809F10120110A04003220000000000000000000000FF9F3704DEADBEEF"
                + "9F36020123950500800080009A032611219C01009F02060000000123455F2A0208405F34010182"
                + "0239008407A0000000041010";

    /** Bundled dialect; jPOS has a packager of the same wire format. */
    @Param({"iso87-binary", "iso87-ascii"})
    public String dialect;

    private GenericPackager packager;
    private MessageDecoder decoder;
    private MessageEncoder encoder;
    private UnsafeBuffer request;
    private byte[] requestBytes;
    private byte[] answerBytes;
    private ISOMsg answer;
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[1024]);
    private int encoded;

    /** For JMH. */
    public CodecBenchmark() {}

    private static long bits(int... elements) {
        long bits = 0;
        for (final int de : elements) {
            bits |= Long.MIN_VALUE >>> de - 1;
        }
        return bits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Makes both messages with jPOS. */
    @Setup
    public void prepare() throws ISOException, IOException {
        final MessageSpec spec = Dialects.bundled(dialect);
        final String xml = "packager/" + dialect.replace("-", "") + ".xml";
        try (InputStream in = GenericPackager.class.getClassLoader().getResourceAsStream(xml)) {
            packager = new GenericPackager(in);
        }
        decoder = new MessageDecoder(spec);
        encoder = new MessageEncoder(spec);
        requestBytes = request().pack();
        answer = answer();
        answerBytes = answer.pack();
        request = new UnsafeBuffer(requestBytes);
        decoder.wrap(request, 0, requestBytes.length);
    }

    private ISOMsg request() throws ISOException {
        final ISOMsg message = common("0200");
        message.set(14, "3012");
        message.set(18, "5411");
        message.set(23, "001");
        message.set(35, "4761739001010119=30122011234567890");
        message.set(43, "CORNER SHOP MAIN STREET 1  SPRINGFIELDUS");
        if (dialect.endsWith("binary")) message.set(CHIP, HexFormat.of().parseHex(CHIP_DATA));
        else message.set(CHIP, CHIP_DATA);
        return message;
    }

    private ISOMsg answer() throws ISOException {
        final ISOMsg message = common("0210");
        message.set(AUTHORIZATION, "123456");
        message.set(RESPONSE, "00");
        return message;
    }

    private ISOMsg common(String mti) throws ISOException {
        final ISOMsg message = new ISOMsg(mti);
        message.setPackager(packager);
        message.set(2, "4761739001010119");
        message.set(3, "000000");
        message.set(4, "000000012345");
        message.set(7, "1121101530");
        message.set(11, "123456");
        message.set(12, "101530");
        message.set(13, "1121");
        message.set(22, "051");
        message.set(25, "00");
        message.set(32, "12345678901");
        message.set(37, "612345678901");
        message.set(41, "TERM0001");
        message.set(42, "MERCHANT0000001");
        message.set(49, "840");
        return message;
    }

    /** Index and validation of every element. */
    @Benchmark
    public boolean decode() {
        return decoder.wrap(request, 0, requestBytes.length);
    }

    /** Answer to the request decoded last: echoes, response code, authorization code. */
    @Benchmark
    public int encode() {
        encoder.wrap(target, 0, target.capacity());
        encoder.begin(ANSWER, false);
        encoder.copyAll(decoder, ECHOED, 1);
        encoder.text(AUTHORIZATION, AUTHORIZATION_CODE, 0, AUTHORIZATION_CODE.length);
        encoder.text(RESPONSE, APPROVED, 0, APPROVED.length);
        encoder.copyAll(decoder, ECHOED_LAST, 1);
        encoded = encoder.finish();
        return encoded;
    }

    /** The same request by jPOS. */
    @Benchmark
    public ISOMsg jposDecode() throws ISOException {
        final ISOMsg message = new ISOMsg();
        message.setPackager(packager);
        message.unpack(requestBytes);
        return message;
    }

    /** The same answer by jPOS. */
    @Benchmark
    public byte[] jposEncode() throws ISOException {
        return answer.pack();
    }

    /** A fast wrong answer is not a result. */
    @TearDown(Level.Iteration)
    public void check() {
        if (!decode() || decoder.mti() != REQUEST || decoder.number(4) != 12_345) {
            throw new IllegalStateException("decoded: " + decoder.errorText());
        }
        encode();
        if (!Arrays.equals(answerBytes, Arrays.copyOf(target.byteArray(), encoded))) {
            throw new IllegalStateException("encoded bytes differ from jPOS's");
        }
    }
}
