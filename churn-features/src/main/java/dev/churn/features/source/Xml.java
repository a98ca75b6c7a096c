package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a part of a workbook from start to end. Elements and attributes are known by their local
 * names, since workbooks come with two sets of namespaces. Memory is bounded whatever the part
 * holds: no document type, no depth beyond 100, no text or tag beyond 1 MiB.
 */
final class Xml implements Closeable {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_TEXT = 1 << 20;

  private final InputStream in;
  private final XMLStreamReader reader;
  private int depth;

  Xml(InputStream part) throws IOException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    this.in = new TagLimit(part);
    try {
      this.reader = factory.createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw damaged(e);
    }
  }

  /**
   * Goes to the next start or end of an element.
   *
   * @return false at the end of the part
   */
  boolean next() throws IOException {
    try {
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          depth++;
          if (depth > MAX_DEPTH) {
            throw damaged("elements within each other more than %d deep".formatted(MAX_DEPTH));
          }
          return true;
        }
        if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
          return true;
        }
      }
      return false;
    } catch (XMLStreamException e) {
      throw cause(e);
    }
  }

  boolean isStart(String name) {
    return reader.isStartElement() && reader.getLocalName().equals(name);
  }

  boolean isStart() {
    return reader.isStartElement();
  }

  boolean isEnd(String name) {
    return reader.isEndElement() && reader.getLocalName().equals(name);
  }

  /** {@return the value of the attribute without a namespace, or null if there is none} */
  String attribute(String name) {
    return reader.getAttributeValue("", name);
  }

  /** {@return the value of the attribute in any namespace but none} */
  Optional<String> qualified(String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String namespace = reader.getAttributeNamespace(i);
      if (reader.getAttributeLocalName(i).equals(name)
          && namespace != null
          && !namespace.isEmpty()) {
        return Optional.of(reader.getAttributeValue(i));
      }
    }
    return Optional.empty();
  }

  /** Adds the text of the current element, which has no other elements, and goes to its end. */
  void text(StringBuilder text) throws IOException {
    try {
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          depth++;
          skip();
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
          return;
        } else if (event == XMLStreamConstants.CHARACTERS
            || event == XMLStreamConstants.CDATA
            || event == XMLStreamConstants.SPACE
            || event == XMLStreamConstants.ENTITY_REFERENCE) {
          if (text.length() + reader.getTextLength() > MAX_TEXT) {
            throw damaged("a text of more than %d characters".formatted(MAX_TEXT));
          }
          text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        }
      }
    } catch (XMLStreamException e) {
      throw cause(e);
    }
  }

  /** Goes to the end of the current element. */
  void skip() throws IOException {
    int outer = depth - 1;
    while (depth > outer && next()) {
      // next counts the depth
    }
  }

  private static IOException cause(XMLStreamException e) {
    Throwable cause = e.getNestedException();
    return cause instanceof IOException io ? io : damaged(e);
  }

  private static IOException damaged(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    return new IOException(message.lines().findFirst().orElse("not XML"), e);
  }

  static ChurnException damaged(String found) {
    return Refusals.unusable("Expected a whole Excel workbook, found " + found);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Refuses tags and texts so long that they would fill the memory of the parser. */
  private static final class TagLimit extends FilterInputStream {
    private int length;

    TagLimit(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
      int read = super.read(buffer, from, count);
      for (int i = from; i < from + read; i++) {
        length = buffer[i] == '<' ? 0 : length + 1; // an attribute contains no <
        if (length > 2 * MAX_TEXT) {
          throw damaged("a tag or a text of more than %d MiB".formatted(2 * MAX_TEXT >> 20));
        }
      }
      return read;
    }
  }
}
