package dev.churn.http.settings;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code .env} files: a {@code NAME=value} per line, {@code export} before it and quotes
 * around the value allowed, {@code #} begins a comment. Nothing is expanded.
 */
final class DotEnv {
  private DotEnv() {}

  /** {@return the variables in the file; none if there is no such file} */
  static Map<String, String> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try {
      return parse(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "%s: expected a readable UTF-8 text".formatted(file), e);
    }
  }

  static Map<String, String> parse(List<String> lines) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("export ")) {
        line = line.substring("export ".length()).strip();
      }
      int equals = line.indexOf('=');
      if (equals < 1) { // the line may hold a part of a secret, so do not show it
        throw new ChurnException(
            ErrorCode.INVALID_INPUT, ".env line %d: expected NAME=value".formatted(i + 1));
      }
      settings.put(line.substring(0, equals).strip(), valueOf(line.substring(equals + 1).strip()));
    }
    return settings;
  }

  private static String valueOf(String text) {
    if (text.startsWith("\"") || text.startsWith("'")) {
      int end = text.indexOf(text.charAt(0), 1);
      if (end > 0) {
        return text.substring(1, end);
      }
    }
    // A '#' inside a value, as in a password, is part of it; a comment stands after a blank.
    int comment = text.indexOf(" #");
    return comment < 0 ? text : text.substring(0, comment).strip();
  }
}
