package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.yaml.Problems;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.TreeMap;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a packager file. The document type it names is not looked for, nothing is fetched, and no
 * entity is resolved.
 */
final class PackagerXml {
    private static final String ROOT = "isopackager";
    private static final List<String> FIELDS = List.of("isofield", "isofieldpackager");
    private static final String MALFORMED = "this is no well-formed XML";
    private static final int MOST_FIELDS = 10_000;
    private static final int MOST_LEVELS = 16;

    private final String file;
    private final Problems problems;
    private final Deque<PackagerField> open = new ArrayDeque<>();
    private PackagerField root;
    private int count;

    private PackagerXml(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * The file as a tree; null, with the problem recorded, when it is no packager file. What is in
     * it but has no place there is recorded and left out.
     */
    static PackagerField read(String file, String text, Problems problems) {
        final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        final PackagerXml xml = new PackagerXml(file, problems);
        try {
            final XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            try {
                return xml.read(reader) ? xml.root() : null;
            } finally {
                reader.close();
            }
        } catch (final XMLStreamException e) {
            final int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            problems.add(file, Math.max(1, line), MALFORMED, "mend it");
            return null;
        } catch (final MissingResourceException e) {
            // The reader has no words for some errors of a document type, and fails on that.
            problems.add(file, 1, MALFORMED, "mend the document type");
            return null;
        }
    }

    private PackagerField root() {
        if (root == null) refuse(1, MALFORMED, "give a GenericPackager file of jPOS");
        return root;
    }

    private boolean read(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            final int line = reader.getLocation().getLineNumber(); // Where the next event begins.
            final int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT && !start(reader, line)) return false;
            if (event == XMLStreamConstants.END_ELEMENT) open.pop();
        }
        return true;
    }

    private boolean start(XMLStreamReader reader, int line) {
        final String name = reader.getLocalName();
        final boolean isRoot = open.isEmpty();
        final boolean isKnown = isRoot ? ROOT.equals(name) : FIELDS.contains(name);
        if (!isKnown) {
            final String hint = isRoot ? "give a GenericPackager file of jPOS" : "remove it";
            refuse(line, "<" + name + "> is not known here", hint);
            if (isRoot) return false;
        }
        if (++count > MOST_FIELDS || open.size() > MOST_LEVELS) {
            return refuse(line, "more fields or levels than any message has", "split the file");
        }
        final Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        final PackagerField field = new PackagerField(line, attributes, new ArrayList<>());
        if (isRoot) root = field;
        else if (isKnown) open.peek().fields().add(field);
        open.push(field);
        return true;
    }

    private boolean refuse(int line, String what, String hint) {
        problems.add(file, line, what, hint);
        return false;
    }
}
