package dev.churn.http.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.http.Scenario;
import dev.churn.local.LocalObjectStore;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files of small models. */
final class ModelExamples {
  private ModelExamples() {}

  /**
   * {@return a file of each type of model}
   *
   * @param folder an empty one, for what is stored on the way
   */
  static List<byte[]> files(Path folder) {
    var objects = new LocalObjectStore(folder, "http://unused.example");
    objects.prepare();
    try (var churn =
        Churn.builder()
            .features(new RfmFeatures(1))
            .training(new ChurnModelTraining())
            .objects(objects)
            .build()) {
      var shop = churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      Content file = Content.of(Scenario.history(60, 1).getBytes(UTF_8));
      var dataset = churn.uploads().upload(shop, "e.csv", file, UploadOptions.defaults());
      churn.features().start(shop, dataset.id());
      churn.runJobs();
      for (ModelType type :
          List.of(
              ModelType.LOGISTIC_REGRESSION,
              ModelType.RANDOM_FOREST,
              ModelType.GRADIENT_BOOSTING)) {
        churn.training().start(shop, type, Optional.of(dataset.id()));
        churn.runJobs();
      }
    }
    try (Stream<Path> found = Files.walk(folder)) {
      List<byte[]> files = new ArrayList<>();
      for (Path file : found.filter(path -> path.toString().endsWith(".model")).toList()) {
        files.add(Files.readAllBytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
