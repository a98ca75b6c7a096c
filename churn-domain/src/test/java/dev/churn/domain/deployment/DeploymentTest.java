package dev.churn.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.deployment.Deployment.Challenger;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private static final int CUSTOMERS = 100_000;
  private static final OrganizationId ACME =
      OrganizationId.parse("123e4567-e89b-12d3-a456-426614174000");
  private static final ModelId CHAMPION = model(0);
  private static final ModelId A = model(1);
  private static final ModelId B = model(2);
  private static final ModelId C = model(3);

  private static ModelId model(int number) {
    return ModelId.parse("00000000-0000-4000-8000-00000000000" + number);
  }

  private static Deployment withShares(Deployment before, Object... modelsAndShares) {
    Map<ModelId, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < modelsAndShares.length; i += 2) {
      shares.put((ModelId) modelsAndShares[i], (Double) modelsAndShares[i + 1]);
    }
    return before.withOthers(shares, List.of());
  }

  private static ModelId modelOf(Deployment deployment, OrganizationId organization, int customer) {
    int slot = CustomerSlots.slotOf(organization, "CUST-%06d".formatted(customer));
    return deployment.challengers().stream()
        .filter(challenger -> challenger.slots().contains(slot))
        .map(Challenger::model)
        .findFirst()
        .orElse(CHAMPION);
  }

  private static Map<ModelId, Integer> counts(Deployment deployment) {
    Map<ModelId, Integer> counts = new HashMap<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      counts.merge(modelOf(deployment, ACME, i), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void each_model_has_its_share_of_the_customers() {
    var deployment =
        withShares(Deployment.none().withChampion(CHAMPION), A, 0.1, B, 0.25, C, 0.005);

    Map<ModelId, Integer> counts = counts(deployment);

    // four standard deviations of a binomial share
    assertThat(counts.get(A) / (double) CUSTOMERS).isCloseTo(0.1, within(0.004));
    assertThat(counts.get(B) / (double) CUSTOMERS).isCloseTo(0.25, within(0.006));
    assertThat(counts.get(C) / (double) CUSTOMERS).isCloseTo(0.005, within(0.001));
    assertThat(counts.get(CHAMPION) / (double) CUSTOMERS).isCloseTo(0.645, within(0.0065));
  }

  @Test
  void a_share_that_grows_takes_customers_of_the_champion_and_moves_nobody_else() {
    var before = withShares(Deployment.none().withChampion(CHAMPION), A, 0.1, B, 0.2, C, 0.3);
    var after = withShares(before, C, 0.3, A, 0.35, B, 0.2);

    int moved = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      ModelId was = modelOf(before, ACME, i);
      ModelId is = modelOf(after, ACME, i);
      if (!was.equals(is)) {
        moved++;
        assertThat(was).isEqualTo(CHAMPION);
        assertThat(is).isEqualTo(A);
      }
    }
    assertThat(moved / (double) CUSTOMERS).isCloseTo(0.25, within(0.006));
  }

  @Test
  void whatever_is_changed_nobody_goes_to_a_model_whose_share_has_not_grown() {
    var random = new Random(7);
    var before = Deployment.none().withChampion(CHAMPION);
    for (int round = 0; round < 200; round++) {
      Map<ModelId, Double> shares = new LinkedHashMap<>();
      for (ModelId model : List.of(A, B, C)) {
        if (random.nextInt(4) > 0) {
          shares.put(model, 0.0001 + random.nextInt(3_300) / 10_000.0);
        }
      }
      var after = before.withOthers(shares, List.of());
      for (int slot = 0; slot < CustomerSlots.COUNT; slot++) {
        Optional<ModelId> was = holder(before, slot);
        Optional<ModelId> is = holder(after, slot);
        if (!was.equals(is) && is.isPresent()) {
          assertThat(share(after, is.get())).isGreaterThan(share(before, is.get()));
        }
        if (!was.equals(is) && was.isPresent()) {
          assertThat(share(after, was.get())).isLessThan(share(before, was.get()));
        }
      }
      shares.forEach(
          (model, share) -> assertThat(slots(after, model)).isEqualTo(Deployment.slotsOf(share)));
      before = after;
    }
  }

  @Test
  void nobody_goes_from_challenger_to_challenger_while_the_champion_has_customers_left() {
    var random = new Random(11);
    var before = Deployment.none().withChampion(CHAMPION);
    int fullRounds = 0;
    for (int round = 0; round < 300; round++) {
      Map<ModelId, Double> shares = new LinkedHashMap<>();
      int left = CustomerSlots.COUNT - 1;
      for (ModelId model : List.of(B, C, A)) {
        int slots =
            random.nextInt(3) > 0 ? 1 + random.nextInt(random.nextBoolean() ? 900 : 6_000) : 0;
        if (slots > 0 && slots < left) {
          shares.put(model, slots / (double) CustomerSlots.COUNT);
          left -= slots;
        }
      }
      var after = before.withOthers(shares, List.of());

      int wanted = 0;
      int moved = 0;
      int ofChampion = CustomerSlots.COUNT;
      for (ModelId model : List.of(A, B, C)) {
        wanted += Math.max(0, slots(after, model) - slots(before, model));
        ofChampion -= slots(before, model);
      }
      for (int slot = 0; slot < CustomerSlots.COUNT; slot++) {
        Optional<ModelId> was = holder(before, slot);
        Optional<ModelId> is = holder(after, slot);
        moved += was.isPresent() && is.isPresent() && !was.equals(is) ? 1 : 0;
      }
      // exactly those whom the champion could not give
      assertThat(moved).as("round %d", round).isEqualTo(Math.max(0, wanted - ofChampion));
      fullRounds += moved > 0 ? 1 : 0;
      before = after;
    }
    assertThat(fullRounds).as("rounds with a short champion").isBetween(1, 150);
  }

  @Test
  void customers_of_a_removed_challenger_go_back_before_those_of_one_that_stays_move() {
    var before = withShares(Deployment.none().withChampion(CHAMPION), A, 0.4, B, 0.4);

    var after = withShares(before, B, 0.3, C, 0.5); // 2,000 of the champion, 3,000 of A

    for (int slot = 0; slot < CustomerSlots.COUNT; slot++) {
      if (holder(after, slot).equals(Optional.of(C))) {
        assertThat(holder(before, slot)).isNotEqualTo(Optional.of(B));
      }
    }
  }

  private static Optional<ModelId> holder(Deployment deployment, int slot) {
    return deployment.challengers().stream()
        .filter(challenger -> challenger.slots().contains(slot))
        .map(Challenger::model)
        .findFirst();
  }

  private static double share(Deployment deployment, ModelId model) {
    return deployment.challengers().stream()
        .filter(challenger -> challenger.model().equals(model))
        .mapToDouble(Challenger::share)
        .sum();
  }

  private static int slots(Deployment deployment, ModelId model) {
    return deployment.challengers().stream()
        .filter(challenger -> challenger.model().equals(model))
        .mapToInt(challenger -> challenger.slots().size())
        .sum();
  }

  @Test
  void the_same_wish_again_moves_nobody() {
    var once = withShares(Deployment.none().withChampion(CHAMPION), A, 0.1, B, 0.2);

    assertThat(withShares(once, A, 0.1, B, 0.2)).isEqualTo(once);
  }

  @Test
  void customers_fall_otherwise_in_another_organization() {
    var other = OrganizationId.parse("123e4567-e89b-12d3-a456-426614174001");
    var deployment = withShares(Deployment.none().withChampion(CHAMPION), A, 0.5);

    int alike = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      if (modelOf(deployment, ACME, i).equals(modelOf(deployment, other, i))) {
        alike++;
      }
    }
    assertThat(alike / (double) CUSTOMERS).isCloseTo(0.5, within(0.0064));
  }

  @Test
  void a_customer_falls_today_where_he_fell_when_this_was_written() {
    assertThat(CustomerSlots.slotOf(ACME, "CUST-001")).isEqualTo(2833);
    assertThat(CustomerSlots.slotOf(ACME, "")).isEqualTo(2305);
    assertThat(CustomerSlots.slotOf(ACME, "Łucja")).isEqualTo(23);
  }

  @Test
  void slots_come_back_from_bytes() {
    CustomerSlots slots =
        withShares(Deployment.none().withChampion(CHAMPION), A, 0.37).challengers().get(0).slots();

    assertThat(CustomerSlots.of(slots.toBytes())).isEqualTo(slots).hasSameHashCodeAs(slots);
    assertThat(slots).hasToString("3700 of 10000 slots");
    byte[] beyond = new byte[1251];
    beyond[1250] = 1;
    assertThatThrownBy(() -> CustomerSlots.of(beyond)).hasMessageContaining("found 10000");
  }

  @Test
  void a_new_champion_has_no_other_role() {
    var deployment =
        Deployment.none().withChampion(CHAMPION).withOthers(Map.of(A, 0.1), List.of(B));

    assertThat(deployment.withChampion(A).challengers()).isEmpty();
    assertThat(deployment.withChampion(A).shadows()).containsExactly(B);
    assertThat(deployment.withChampion(B).shadows()).isEmpty();
    assertThat(deployment.withChampion(B).challengers()).hasSize(1);
    assertThat(deployment.models()).containsExactly(CHAMPION, A, B);
  }

  @Test
  void nonsense_is_refused() {
    var champion = Deployment.none().withChampion(CHAMPION);
    CustomerSlots all = CustomerSlots.none().others();
    var everyone = new Challenger(A, 0.99, all);

    assertThatThrownBy(() -> new Deployment(Optional.empty(), List.of(), List.of(A)))
        .hasMessageContaining("champion");
    assertThatThrownBy(() -> champion.withOthers(Map.of(), List.of(CHAMPION)))
        .hasMessageContaining("one role");
    assertThatThrownBy(() -> champion.withOthers(Map.of(A, 0.1), List.of(A)))
        .hasMessageContaining("one role");
    assertThatThrownBy(() -> new Deployment(Optional.of(CHAMPION), List.of(everyone), List.of()))
        .hasMessageContaining("some for all");
    assertThatThrownBy(() -> new Challenger(A, 1, all)).hasMessageContaining("(0, 1)");
    assertThatThrownBy(() -> new Challenger(A, Double.NaN, all)).hasMessageContaining("(0, 1)");
  }
}
