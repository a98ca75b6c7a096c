package dev.churn.domain.deployment;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which models serve an organization; each of them in one role.
 *
 * @param champion answers for all customers whom no challenger has; without one, nobody answers,
 *     and there are no others either
 * @param challengers no two have a customer in common, and some are left to the champion
 * @param shadows predict for every customer and never answer
 */
public record Deployment(
    Optional<ModelId> champion, List<Challenger> challengers, List<ModelId> shadows) {
  public Deployment {
    requireNonNull(champion, "champion");
    challengers = List.copyOf(challengers);
    shadows = List.copyOf(shadows);
    if (champion.isEmpty() && !(challengers.isEmpty() && shadows.isEmpty())) {
      throw new IllegalArgumentException("expected a champion beside challengers and shadows");
    }
    Set<ModelId> seen = new HashSet<>();
    Stream.of(champion.stream(), challengers.stream().map(Challenger::model), shadows.stream())
        .flatMap(Function.identity())
        .filter(id -> !seen.add(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new IllegalArgumentException("expected one role for model " + id);
            });
    int taken = challengers.stream().mapToInt(challenger -> challenger.slots().size()).sum();
    if (taken != taken(challengers).size() || taken >= CustomerSlots.COUNT) {
      throw new IllegalArgumentException("expected slots of one model each, and some for all");
    }
  }

  /**
   * A model that answers for a share of the customers.
   *
   * @param share above 0, below 1
   * @param slots which customers these are, as near to the share as slots go
   */
  public record Challenger(ModelId model, double share, CustomerSlots slots) {
    public Challenger {
      requireNonNull(model, "model");
      requireNonNull(slots, "slots");
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("expected a share in (0, 1), found " + share);
      }
    }
  }

  /** {@return how many slots a share is} */
  public static int slotsOf(double share) {
    return (int) Math.round(share * CustomerSlots.COUNT);
  }

  /** {@return that no model serves} */
  public static Deployment none() {
    return new Deployment(Optional.empty(), List.of(), List.of());
  }

  /** {@return this deployment with another champion, who then has no other role} */
  public Deployment withChampion(ModelId model) {
    return new Deployment(
        Optional.of(model),
        challengers.stream().filter(challenger -> !challenger.model().equals(model)).toList(),
        shadows.stream().filter(shadow -> !shadow.equals(model)).toList());
  }

  /**
   * {@return this deployment with other shares and shadows}
   *
   * <p>Customers move only where they must: a challenger whose share grows is given customers of
   * the champion, one whose share shrinks gives back, and nobody moves from one challenger to
   * another that was there before.
   *
   * @param shares above 0; their {@link #slotsOf} add up to fewer than {@link CustomerSlots#COUNT}
   */
  public Deployment withOthers(Map<ModelId, Double> shares, List<ModelId> newShadows) {
    List<Challenger> kept = new ArrayList<>();
    shares.forEach(
        (model, share) -> kept.add(new Challenger(model, share, kept(model, slotsOf(share)))));
    List<Challenger> changed = new ArrayList<>();
    CustomerSlots taken = taken(kept);
    for (Challenger challenger : kept) {
      int missing = slotsOf(challenger.share()) - challenger.slots().size();
      CustomerSlots added = taken.others().first(missing);
      taken = taken.and(added);
      changed.add(
          new Challenger(challenger.model(), challenger.share(), challenger.slots().and(added)));
    }
    return new Deployment(champion, changed, newShadows);
  }

  private CustomerSlots kept(ModelId model, int count) {
    return challengers.stream()
        .filter(challenger -> challenger.model().equals(model))
        .findFirst()
        .map(challenger -> challenger.slots().first(count))
        .orElseGet(CustomerSlots::none);
  }

  private static CustomerSlots taken(List<Challenger> challengers) {
    return challengers.stream()
        .map(Challenger::slots)
        .reduce(CustomerSlots.none(), CustomerSlots::and);
  }

  /** {@return all models that are needed to serve, the champion first} */
  public List<ModelId> models() {
    return Stream.of(
            champion.stream(), challengers.stream().map(Challenger::model), shadows.stream())
        .flatMap(Function.identity())
        .collect(Collectors.toUnmodifiableList());
  }
}
