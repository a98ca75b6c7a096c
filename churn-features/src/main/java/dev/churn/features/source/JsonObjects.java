package dev.churn.features.source;

import dev.churn.features.util.JsonFault;
import dev.churn.features.util.NumberMark;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads JSON objects as rows. Nested objects are flattened, their keys joined by dots. */
final class JsonObjects {
  private static final int MAX_ARRAY = 1 << 20;

  /** Keys of MongoDB's extended JSON, version 2. */
  private static final Set<String> WRAPPERS =
      Set.of("$date", "$oid", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal");

  /** Those of them whose texts are numbers with decimals. */
  private static final Set<String> WRAPPED_NUMBERS = Set.of("$numberDouble", "$numberDecimal");

  private final JsonFactory ofLines =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES) // names are not trusted
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN
          .build();

  /** Without a table of all names, which would grow with the file. */
  private final JsonFactory ofStreams =
      ofLines.rebuild().disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES).build();

  JsonParser parser(byte[] bytes, int from, int length) {
    return ofLines.createParser(ObjectReadContext.empty(), bytes, from, length);
  }

  JsonParser parser(InputStream in) {
    return ofStreams.createParser(ObjectReadContext.empty(), in);
  }

  /**
   * Reads an object to its end.
   *
   * @param parser at the start of the object
   * @param values receives each key and its text: strings without quotes, numbers as written (those
   *     with decimals with a {@link NumberMark}), arrays as JSON, nothing for null; a key given
   *     twice comes twice
   */
  void read(JsonParser parser, BiConsumer<String, String> values) {
    read(parser, "", values);
  }

  private void read(JsonParser parser, String prefix, BiConsumer<String, String> values) {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      if (token == null) {
        throw new StreamReadException(parser, "the object does not end");
      }
      String name = name(prefix, parser.currentName());
      switch (parser.nextToken()) {
        case START_OBJECT -> read(parser, name + ".", values);
        case START_ARRAY -> values.accept(name, array(parser));
        case VALUE_NULL -> values.accept(name, "");
        default -> values.accept(name, text(parser));
      }
    }
  }

  /** {@return the text of a value; a number with decimals has a mark, which a text never has} */
  private static String text(JsonParser parser) {
    String text = parser.getString();
    boolean isNumber =
        parser.currentToken().isNumeric() || WRAPPED_NUMBERS.contains(parser.currentName());
    return isNumber && text.indexOf('.') >= 0 ? NumberMark.on(text) : NumberMark.without(text);
  }

  /**
   * {@return the name of a column} What MongoDB wraps, {@code {"$date": …}}, is the value itself.
   */
  private static String name(String prefix, String key) {
    return WRAPPERS.contains(key) && !prefix.isEmpty()
        ? prefix.substring(0, prefix.length() - 1)
        : prefix + key;
  }

  private String array(JsonParser parser) {
    var text = new StringWriter();
    try (JsonGenerator generator = ofLines.createGenerator(ObjectWriteContext.empty(), text)) {
      int depth = 0;
      do {
        generator.copyCurrentEventExact(parser);
        JsonToken token = parser.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (text.getBuffer().length() > MAX_ARRAY) {
          throw new StreamReadException(parser, "an array of more than 1 MiB");
        }
      } while (depth > 0 && parser.nextToken() != null);
    }
    return text.toString();
  }

  /**
   * Reads the keys of an object to its end, without its values.
   *
   * @param rows receives the keys of the outer object whose values are arrays of objects
   */
  void readKeys(JsonParser parser, Consumer<String> keys, Consumer<String> rows) {
    readKeys(parser, "", keys, rows);
  }

  private void readKeys(
      JsonParser parser, String prefix, Consumer<String> keys, Consumer<String> rows) {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      if (token == null) {
        throw new StreamReadException(parser, "the object does not end");
      }
      String name = name(prefix, parser.currentName());
      token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        readKeys(parser, name + ".", keys, rows);
        continue;
      }
      keys.accept(name);
      if (token == JsonToken.START_ARRAY && isOfObjects(parser) && prefix.isEmpty()) {
        rows.accept(name);
      }
    }
  }

  /** Goes to the end of an array; returns whether it begins with an object. */
  private static boolean isOfObjects(JsonParser parser) {
    JsonToken first = parser.nextToken();
    for (JsonToken token = first;
        token != null && token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      parser.skipChildren();
    }
    return first == JsonToken.START_OBJECT;
  }

  /** {@return what is wrong with the text, as a phrase} */
  static String problem(JacksonException e) {
    return JsonFault.inWords(e.getOriginalMessage());
  }

  /** Throws the error of the stream below the parser, if that is the cause. */
  static void throwStreamError(JacksonException e) throws IOException {
    if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
      throw cause;
    }
  }
}
