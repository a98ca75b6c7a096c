package dev.churn.http.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The lines of the README by which other builds depend on the modules. */
public record ReadmeLines(String maven, String gradle) {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev.churn</groupId>.*?</dependency>", Pattern.DOTALL);

  /** Reads the first XML block and the first Kotlin block of a file. */
  public static ReadmeLines read(Path readme) {
    try {
      String text = Files.readString(readme);
      return new ReadmeLines(block(text, "xml"), block(text, "kotlin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the lines for Maven with these modules only, of those that the README has} */
  public String mavenWith(List<String> modules) {
    return DEPENDENCY
        .matcher(maven)
        .replaceAll(
            found -> keeps(found.group(), modules) ? Matcher.quoteReplacement(found.group()) : "");
  }

  /**
   * {@return the names of the modules, in order; the first is the one whose versions are imported}
   */
  public List<String> mavenModules() {
    return found("<artifactId>(.*?)</artifactId>", maven);
  }

  /** As {@link #mavenModules}. */
  public List<String> gradleModules() {
    return found("\"dev\\.churn:([a-z-]+)(?::[^\"]*)?\"", gradle);
  }

  /** {@return every version that is named} */
  public List<String> versions() {
    return found("<version>(.*?)</version>|\"dev\\.churn:[a-z-]+:([^\"]*)\"", maven + gradle);
  }

  private static boolean keeps(String dependency, List<String> modules) {
    return dependency.contains("<scope>import</scope>")
        || modules.stream().anyMatch(m -> dependency.contains("<artifactId>" + m + "<"));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(
            result ->
                IntStream.rangeClosed(1, result.groupCount())
                    .mapToObj(result::group)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  private static String block(String text, String language) {
    String begin = "```" + language + "\n";
    int start = text.indexOf(begin);
    if (start < 0) {
      throw new AssertionError("expected a block of " + language + " in the README");
    }
    return text.substring(start + begin.length(), text.indexOf("```", start + begin.length()));
  }
}
