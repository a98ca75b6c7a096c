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
 * The models that serve an organization; each model has exactly one role.
 *
 * @param champion the model that answers for all customers not assigned to a challenger; if it is
 *     empty, no model serves and the other lists are empty
 * @param challengers models that answer for disjoint sets of customers; at least one slot remains
 *     for the champion
 * @param shadows models that predict for every customer but never answer
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
   * @param share the requested share, above 0 and below 1
   * @param slots the customers of the challenger, as close to the share as slots allow
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

  /** {@return the number of slots for a share, rounded} */
  public static int slotsOf(double share) {
    return (int) Math.round(share * CustomerSlots.COUNT);
  }

  /** {@return a deployment without any model} */
  public static Deployment none() {
    return new Deployment(Optional.empty(), List.of(), List.of());
  }

  /** {@return a copy of this deployment with the given champion, which loses any other role} */
  public Deployment withChampion(ModelId model) {
    return new Deployment(
        Optional.of(model),
        challengers.stream().filter(challenger -> !challenger.model().equals(model)).toList(),
        shadows.stream().filter(shadow -> !shadow.equals(model)).toList());
  }

  /**
   * {@return a copy of this deployment with the given challenger shares and shadows}
   *
   * <p>As few customers as possible move: a challenger whose share grows receives customers from
   * the champion, and a challenger whose share shrinks returns customers to the champion. Only if
   * the champion had too few customers before the change does a growing challenger receive
   * customers that another one gives up in the same change, first those of challengers that are
   * removed.
   *
   * @param shares the share of each challenger, above 0; the sum of their {@link #slotsOf} is below
   *     {@link CustomerSlots#COUNT}
   */
  public Deployment withOthers(Map<ModelId, Double> shares, List<ModelId> newShadows) {
    List<Challenger> kept = new ArrayList<>();
    shares.forEach(
        (model, share) -> kept.add(new Challenger(model, share, kept(model, slotsOf(share)))));
    CustomerSlots ofStaying =
        taken(challengers.stream().filter(c -> shares.containsKey(c.model())).toList());
    List<CustomerSlots> occupied =
        List.of(taken(challengers), ofStaying, CustomerSlots.none()); // fewer and fewer
    List<Challenger> changed = new ArrayList<>();
    CustomerSlots taken = taken(kept);
    for (Challenger challenger : kept) {
      CustomerSlots slots = challenger.slots();
      for (CustomerSlots before : occupied) {
        int missing = slotsOf(challenger.share()) - slots.size();
        CustomerSlots added = taken.and(before).others().first(missing);
        taken = taken.and(added);
        slots = slots.and(added);
      }
      changed.add(new Challenger(challenger.model(), challenger.share(), slots));
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

  /** {@return all deployed models, the champion first} */
  public List<ModelId> models() {
    return Stream.of(
            champion.stream(), challengers.stream().map(Challenger::model), shadows.stream())
        .flatMap(Function.identity())
        .collect(Collectors.toUnmodifiableList());
  }
}
