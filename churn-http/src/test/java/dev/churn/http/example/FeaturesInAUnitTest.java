package dev.churn.http.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.features.RfmFeatures;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Features in a unit test: no database, no network, no file. */
final class FeaturesInAUnitTest {
  @Test
  void features_need_no_infrastructure() {
    // begin of the sample
    var events =
        List.of(
            CustomerEvent.of(LocalDate.parse("2024-01-15"), 150.50),
            CustomerEvent.of(LocalDate.parse("2024-02-20"), 80.00));
    var definition = new FeatureDefinition(Set.of(), 500.00); // all event types; money's scale
    FeatureVector features =
        new RfmFeatures().compute(events, LocalDate.parse("2024-03-01"), definition);
    // end of the sample

    assertThat(features.get(Feature.TENURE_DAYS)).isEqualTo(46);
    assertThat(features.get(Feature.AVG_TRANSACTION_VALUE)).isEqualTo(115.25);
  }
}
