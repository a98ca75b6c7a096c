package dev.churn.http.example;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Uploads a file, makes features, trains and predicts, with no server and no database. */
public final class PredictFromFile {
  private PredictFromFile() {}

  // begin of the sample
  public static void main(String[] args) {
    try (var churn =
        Churn.builder().features(new RfmFeatures()).training(new ChurnModelTraining()).build()) {
      var shop = churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      var file = Content.of(Path.of(args[0]));
      var dataset = churn.uploads().upload(shop, args[0], file, UploadOptions.defaults());
      churn.features().start(shop, dataset.id());
      churn.runJobs();
      churn.training().start(shop, ModelType.AUTO, Optional.of(dataset.id()));
      churn.runJobs();

      var events = List.of(CustomerEvent.of(LocalDate.parse("2024-01-15"), 150.50));
      var today = Optional.of(dataset.asOf()); // the last day that the file knows
      var prediction = churn.predictions().predict(shop, "CUST-001", events, today);
      System.out.printf("CUST-001 leaves with probability %s%n", prediction.probability().value());
    }
  }
  // end of the sample
}
