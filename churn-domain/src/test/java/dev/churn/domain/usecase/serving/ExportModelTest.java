package dev.churn.domain.usecase.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExportModelTest {
  private static final String FILE =
      "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n2024-01-05\n2024-01-06\n2024-01-07\n";

  @Test
  void a_model_whose_file_is_missing_cannot_be_exported_which_is_no_fault_of_the_server() {
    Instant now = Instant.parse("2024-03-04T08:00:00Z");
    var stored = new InMemoryObjectStore(() -> now);
    var learning = new TinyLearning();
    try (Churn churn =
        Churn.builder()
            .objects(stored)
            .features(learning)
            .training(learning)
            .clock(() -> now)
            .build()) {
      OrganizationId acme =
          churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
      RawDataset raw =
          churn
              .uploads()
              .upload(acme, "days.csv", Content.of(FILE.getBytes(UTF_8)), UploadOptions.defaults());
      churn.features().start(acme, raw.id());
      churn.runJobs();
      TrainingRun model =
          churn.training().start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty()).model();
      churn.runJobs();
      List<ObjectKey> files =
          stored.list(Bucket.UTILS, "").stream()
              .filter(key -> key.path().endsWith(".model"))
              .toList();
      assertThat(files).isNotEmpty();
      files.forEach(stored::delete);

      assertThatThrownBy(() -> churn.exportedModels().export(acme, model.id()))
          .hasMessageContaining("is missing; train a model again")
          .isInstanceOfSatisfying(
              ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE));
    }
  }
}
