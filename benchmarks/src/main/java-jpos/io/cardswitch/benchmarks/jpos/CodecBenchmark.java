package io.cardswitch.benchmarks.jpos;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.concurrent.UnsafeBuffer;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.packager.GenericPackager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A 0200 of 20 elements with chip data decoded and validated, its 0210 encoded, by this codec and
 * by jPOS on the same bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private static final int REQUEST = 0x0200;
    private static final int ANSWER = 0x0210;
    private static final int AUTHORIZATION = 38;
    private static final int RESPONSE = 39;
    private static final int CHIP = 55;
    private static final int[] ECHOED = {2, 3, 4, 7, 11, 12, 13, 22, 25, 32, 37, 41, 42, 49};
    private static final int[] ASKED = {14, 18, 23, 35, 43, CHIP};
    private static final byte[] AUTHORIZATION_CODE = ascii("123456");
    private static final String CHIP_DATA =
            "9F2608A1B2C3D4E5F601029F2701809F10120110A04003220000000000000000000000FF9F3704DEADBEEF"
                + "9F36020123950500800080009A032611219C01009F02060000000123455F2A0208405F34010182"
                + "0239008407A0000000041010";

    /** Of 1987, by element; of other versions as many characters as the element has. */
    private static final Map<Integer, String> VALUES =
            Map.ofEntries(
                    Map.entry(2, "4761739001010119"),
                    Map.entry(3, "000000"),
                    Map.entry(4, "000000012345"),
                    Map.entry(7, "1121101530"),
                    Map.entry(11, "123456"),
                    Map.entry(12, "101530"),
                    Map.entry(13, "1121"),
                    Map.entry(14, "3012"),
                    Map.entry(18, "5411"),
                    Map.entry(22, "051"),
                    Map.entry(23, "001"),
                    Map.entry(25, "00"),
                    Map.entry(32, "12345678901"),
                    Map.entry(35, "4761739001010119=30122011234567890"),
                    Map.entry(37, "612345678901"),
                    Map.entry(41, "TERM0001"),
                    Map.entry(42, "MERCHANT0000001"),
                    Map.entry(43, "CORNER SHOP MAIN STREET 1  SPRINGFIELDUS"),
                    Map.entry(49, "840"),
                    Map.entry(CHIP, CHIP_DATA));

    /** Dialect of which jPOS has a packager too, see {@link PackagerFile}. */
    @Param({"iso87-binary", "iso87-ascii", "iso87-ebcdic", "iso93-binary", "iso93-ascii", "cmf"})
    public String dialect;

    private GenericPackager packager;
    private MessageSpec spec;
    private long echoedFirst;
    private long echoedLast;
    private byte[] approved;
    private int mtiVersion;
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

    /** The echoed elements on one side of the code, those that a version has as one value. */
    private long bits(int from, int to) {
        long bits = 0;
        for (final int de : ECHOED) {
            if (de >= from && de < to && isPlain(de)) bits |= Long.MIN_VALUE >>> de - 1;
        }
        return bits;
    }

    private boolean isPlain(int de) {
        return spec.element(de) != null && spec.inside(de) == null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Makes both messages with jPOS. */
    @Setup
    public void prepare() throws ISOException, IOException {
        final PackagerFile file = PackagerFile.of(dialect);
        packager = file.packager();
        spec = file.spec();
        mtiVersion = spec.versionDigit() << 12;
        echoedFirst = bits(2, AUTHORIZATION);
        echoedLast = bits(RESPONSE + 1, Long.SIZE);
        approved = ascii("0".repeat(spec.element(RESPONSE).units()));
        decoder = new MessageDecoder(spec);
        encoder = new MessageEncoder(spec);
        final ISOMsg asked = message(REQUEST);
        for (final int de : ASKED) {
            set(asked, de);
        }
        requestBytes = asked.pack();
        answer = message(ANSWER);
        answer.set(AUTHORIZATION, "123456");
        answer.set(RESPONSE, new String(approved, StandardCharsets.US_ASCII));
        answerBytes = answer.pack();
        request = new UnsafeBuffer(requestBytes);
        decoder.wrap(request, 0, requestBytes.length);
    }

    private ISOMsg message(int mti) throws ISOException {
        final ISOMsg message = new ISOMsg(String.format("%04X", mti | mtiVersion));
        message.setPackager(packager);
        for (final int de : ECHOED) {
            set(message, de);
        }
        return message;
    }

    private void set(ISOMsg message, int de) throws ISOException {
        if (!isPlain(de)) return;
        final ElementSpec element = spec.element(de);
        final String value = spec.version() == 87 ? VALUES.get(de) : value(element);
        if (element.content() == Content.B) message.set(de, HexFormat.of().parseHex(value));
        else message.set(de, value);
    }

    private static String value(ElementSpec element) {
        final String value = VALUES.get(element.number());
        final int units = element.content() == Content.B ? 2 * element.units() : element.units();
        if (!element.isFixed()) return value.substring(0, Math.min(value.length(), units) & ~1);
        final String filled = "0".repeat(Math.max(0, units - value.length())) + value;
        return filled.substring(filled.length() - units);
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
        encoder.begin(ANSWER | mtiVersion, false);
        encoder.copyAll(decoder, echoedFirst, 1);
        encoder.text(AUTHORIZATION, AUTHORIZATION_CODE, 0, AUTHORIZATION_CODE.length);
        encoder.text(RESPONSE, approved, 0, approved.length);
        encoder.copyAll(decoder, echoedLast, 1);
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
        if (!decode() || decoder.mti() != (REQUEST | mtiVersion) || decoder.number(4) != 12_345) {
            throw new IllegalStateException("decoded: " + decoder.errorText());
        }
        encode();
        if (!Arrays.equals(answerBytes, Arrays.copyOf(target.byteArray(), encoded))) {
            throw new IllegalStateException("encoded bytes differ from jPOS's");
        }
    }
}
