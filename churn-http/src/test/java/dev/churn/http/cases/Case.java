package dev.churn.http.cases;

import dev.churn.http.request.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One file or one call of predict, and the answers that are right.
 *
 * @param folder has {@code expected.json} and the file to be uploaded
 * @param description the contents of {@code expected.json}
 */
record Case(Path folder, JsonNode description) {
  private static final String DESCRIPTION = "expected.json";

  static Case read(Path folder) {
    try {
      return new Case(folder, Json.read(Files.readAllBytes(folder.resolve(DESCRIPTION))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return all cases in the folders of a folder, by name} */
  static List<Case> all(Path folder) {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(path -> Files.exists(path.resolve(DESCRIPTION)))
          .sorted()
          .map(Case::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  String kind() {
    return description.path("kind").asString("");
  }

  JsonNode organization() {
    return description.path("organisation");
  }

  boolean isUpload() {
    return description.has("upload");
  }

  /** {@return the name of the file to be uploaded} */
  String filename() {
    return description.path("upload").path("file").asString();
  }

  byte[] file() {
    try {
      return Files.readAllBytes(folder.resolve(filename()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the options sent with the file} */
  JsonNode fields() {
    return description.path("upload").path("fields");
  }

  JsonNode predict() {
    return description.path("predict");
  }

  /** {@return the answers of which one must hold whole} */
  List<JsonNode> alternatives() {
    return description.path("any_of").valueStream().toList();
  }
}
