package dev.churn.domain.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.TypeFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  private static FeatureVector random(Random random) {
    return FeatureVector.of(random.doubles(FeatureVector.WIDTH, 0, 100).toArray());
  }

  private static List<FeatureVector> background(int size, long seed) {
    var random = new Random(seed);
    List<FeatureVector> background = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      background.add(random(random));
    }
    return background;
  }

  /** Products and a threshold, so that features work together. */
  private static double tangled(FeatureVector features) {
    double[] x = features.toArray();
    double z =
        0.03 * (x[0] - 50)
            - 0.0004 * x[1] * x[2]
            + 0.00001 * x[3] * x[4] * x[5]
            + (x[6] > 40 && x[7] < 60 ? 1.5 : 0)
            + 0.0002 * x[FurtherFeature.LAST_GAP.place()] * x[FurtherFeature.EVENTS_90.place()]
            - 0.01 * x[FurtherFeature.MEAN_BASKET.place()];
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void contributions_are_the_mean_over_all_orders_of_the_features() {
    List<FeatureVector> background = background(3, 5);
    FeatureVector customer = random(new Random(9));
    double[] sums = new double[Feature.COUNT];
    for (FeatureVector other : background) {
      addOverOrders(new int[Feature.COUNT], 0, 0, customer, other, sums);
    }
    int orders = IntStream.rangeClosed(1, Feature.COUNT).reduce(1, (a, b) -> a * b);

    Explanation explanation =
        Explainer.explain(new RuleModel(background, ExplainerTest::tangled), customer);

    for (Feature feature : Feature.values()) {
      assertThat(explanation.contributions().get(feature))
          .as(feature.columnName())
          .isEqualTo(sums[feature.ordinal()] / orders / background.size(), within(1e-11));
    }
  }

  /** Completes an order in all ways and adds what each step of it changes. */
  private static void addOverOrders(
      int[] order,
      int length,
      int used,
      FeatureVector customer,
      FeatureVector other,
      double[] sums) {
    if (length < Feature.COUNT) {
      for (int next = 0; next < Feature.COUNT; next++) {
        if ((used >> next & 1) == 0) {
          order[length] = next;
          addOverOrders(order, length + 1, used | 1 << next, customer, other, sums);
        }
      }
      return;
    }
    double[] mixed = other.toArray();
    double before = tangled(other);
    for (int feature : order) {
      mixed[feature] = customer.toArray()[feature];
      for (FurtherFeature further : FurtherFeature.values()) {
        if (further.family().ordinal() == feature) {
          mixed[further.place()] = customer.get(further);
        }
      }
      double after = tangled(FeatureVector.of(mixed));
      sums[feature] += after - before;
      before = after;
    }
  }

  @Test
  void base_and_contributions_add_up_to_the_probability() {
    var random = new Random(3);
    var model = new RuleModel(background(64, 5), ExplainerTest::tangled);
    double base =
        model.background().stream().mapToDouble(ExplainerTest::tangled).average().orElseThrow();

    for (int i = 0; i < 20; i++) {
      FeatureVector customer = random(random);
      Explanation explanation = Explainer.explain(model, customer);

      assertThat(explanation.baseProbability()).isEqualTo(base, EXACTLY);
      assertThat(explanation.probability()).isEqualTo(tangled(customer));
      assertThat(
              base
                  + explanation.contributions().values().stream()
                      .mapToDouble(Double::doubleValue)
                      .sum())
          .isEqualTo(tangled(customer), EXACTLY);
    }
  }

  @Test
  void a_feature_that_the_model_does_not_look_at_contributes_nothing() {
    var model = new RuleModel(background(10, 5), x -> x.toArray()[0] * x.toArray()[4] / 10_000);

    Explanation explanation = Explainer.explain(model, random(new Random(1)));

    for (Feature feature : Feature.values()) {
      boolean used = feature == Feature.RECENCY_SCORE || feature == Feature.TENURE_DAYS;
      assertThat(explanation.contributions().get(feature) == 0).as(feature.name()).isEqualTo(!used);
    }
  }

  @Test
  void what_a_further_feature_does_is_a_contribution_of_its_family() {
    for (FurtherFeature further : FurtherFeature.values()) {
      var model = new RuleModel(background(10, 5), x -> x.get(further) / 100);

      Explanation explanation = Explainer.explain(model, random(new Random(1)));

      for (Feature feature : Feature.values()) {
        assertThat(explanation.contributions().get(feature) == 0)
            .as("%s by %s", feature, further)
            .isEqualTo(feature != further.family());
      }
    }
  }

  @Test
  void what_a_watched_type_does_is_a_contribution_of_engagement() {
    for (TypeFeature column : TypeFeature.values()) {
      var model = new RuleModel(background(10, 5), x -> x.get(column, 3) / 100);

      Explanation explanation = Explainer.explain(model, random(new Random(1)));

      for (Feature feature : Feature.values()) {
        assertThat(explanation.contributions().get(feature) == 0)
            .as("%s by %s", feature, column)
            .isEqualTo(feature != Feature.ENGAGEMENT_SCORE);
      }
    }
  }

  @Test
  void features_that_do_the_same_contribute_the_same() {
    List<FeatureVector> background = new ArrayList<>();
    for (FeatureVector other : background(10, 5)) {
      double[] values = other.toArray();
      values[6] = values[2];
      background.add(FeatureVector.of(values));
    }
    double[] own = random(new Random(1)).toArray();
    own[6] = own[2];
    var model =
        new RuleModel(background, x -> (x.toArray()[0] + x.toArray()[2] * x.toArray()[6]) / 10_100);

    Explanation explanation = Explainer.explain(model, FeatureVector.of(own));

    assertThat(explanation.contributions().get(Feature.MONETARY_SCORE))
        .isEqualTo(explanation.contributions().get(Feature.AVG_TRANSACTION_VALUE), EXACTLY)
        .isNotZero();
  }

  @Test
  void of_a_sum_each_feature_contributes_its_own_part() {
    List<FeatureVector> background = background(10, 5);
    double mean = background.stream().mapToDouble(b -> b.toArray()[1]).average().orElseThrow();
    FeatureVector customer = random(new Random(1));
    var model = new RuleModel(background, x -> (x.toArray()[1] + 2 * x.toArray()[3]) / 300);

    Explanation explanation = Explainer.explain(model, customer);

    assertThat(explanation.contributions().get(Feature.FREQUENCY_SCORE))
        .isEqualTo((customer.toArray()[1] - mean) / 300, EXACTLY);
  }

  @Test
  void where_customer_and_background_agree_the_model_is_not_asked_again() {
    double[] values = random(new Random(1)).toArray();
    double[] others = values.clone();
    others[0]++;
    others[5]--;
    var asked = new AtomicInteger();
    var model =
        new RuleModel(
            List.of(FeatureVector.of(others)),
            x -> {
              asked.incrementAndGet();
              return tangled(x);
            });

    Explainer.explain(model, FeatureVector.of(values));

    // four coalitions of the two that differ, and the customer
    assertThat(asked.get()).isEqualTo(5);
  }

  @Test
  void a_model_that_changes_its_mind_cannot_be_explained() {
    var asked = new AtomicInteger();
    var model = new RuleModel(background(1, 5), x -> asked.incrementAndGet() / 1000.0);

    assertThatThrownBy(() -> Explainer.explain(model, random(new Random(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "expected contributions that add up to %s, found 0.",
            ((1 << Feature.COUNT) + 1) / 1000.0);
  }
}
