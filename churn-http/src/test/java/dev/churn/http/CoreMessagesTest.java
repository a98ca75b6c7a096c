package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Programs that embed the core have no routes; its messages must not name any. */
final class CoreMessagesTest {
  private static final List<String> CORE =
      List.of("dev.churn.domain", "dev.churn.features", "dev.churn.training");

  /** Methods with a path, paths, URLs, names of routes, and paths into the JSON of a request. */
  private static final Pattern HTTP =
      Pattern.compile(
          "\\b(GET|HEAD|POST|PUT|PATCH|DELETE) |/api|://|/activate"
              + "|process-features|predict-bulk|training-status|upload-dataset"
              + "|transactions\\[|challengers\\[|shadows\\[|churn_threshold_days ");

  @Test
  void the_core_says_nothing_of_http() {
    Set<String> found = new TreeSet<>();
    for (String module : CORE) {
      for (JavaClass type : ProductionClasses.in(module)) {
        for (String text : stringsOf(type)) {
          if (HTTP.matcher(text).find()) {
            found.add(type.getName() + ": " + text);
          }
        }
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void all_modules_of_the_core_are_read_and_routes_are_recognized() {
    for (String module : CORE) {
      assertThat(ProductionClasses.in(module))
          .flatExtracting(CoreMessagesTest::stringsOf)
          .as(module)
          .anyMatch(text -> text.contains("expected "));
    }
    assertThat(ProductionClasses.in("dev.churn.http.route"))
        .flatExtracting(CoreMessagesTest::stringsOf)
        .anyMatch(text -> HTTP.matcher(text).find());
  }

  /** {@return the string constants of a class file} See section 4.4 of the JVM specification. */
  private static List<String> stringsOf(JavaClass type) {
    try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream();
        var in = new DataInputStream(file)) {
      in.readLong(); // magic number and version
      int count = in.readUnsignedShort();
      Map<Integer, String> texts = new HashMap<>();
      List<Integer> strings = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.put(i, in.readUTF());
          case 8 -> strings.add(in.readUnsignedShort());
          case 7, 16, 19, 20 -> in.readUnsignedShort();
          case 15 -> in.skipNBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
          case 5, 6 -> {
            in.readLong();
            i++; // longs and doubles take two entries
          }
          default -> throw new IOException("unknown constant " + tag);
        }
      }
      return strings.stream().map(texts::get).toList();
    } catch (IOException e) {
      throw new AssertionError(type.getName(), e);
    }
  }
}
