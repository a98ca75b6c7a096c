package dev.churn.training;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known beforehand of how inputs act, whatever the others are. It keeps trees sane where
 * rows are few or customers unlike any that were learned from.
 *
 * @param rising with these, churn must not become less likely
 * @param falling with these, not more likely
 */
record Directions(Set<DerivedInputs> rising, Set<DerivedInputs> falling) {
  static final Directions NONE = new Directions(Set.of(), Set.of());

  Directions {
    rising = Set.copyOf(rising);
    falling = Set.copyOf(falling);
    if (rising.stream().anyMatch(falling::contains)) {
      throw new IllegalArgumentException("expected one direction of an input, found both");
    }
  }

  /** {@return 1, −1 or 0 for each of the inputs; null if all are 0} */
  int[] of(int[] inputs) {
    if (rising.isEmpty() && falling.isEmpty()) {
      return null;
    }
    int[] directions = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      DerivedInputs input = DerivedInputs.values()[inputs[i]];
      directions[i] = rising.contains(input) ? 1 : falling.contains(input) ? -1 : 0;
    }
    return directions;
  }

  /** {@return for example "silent+ recent_share-"; in the order of the inputs} */
  @Override
  public String toString() {
    EnumSet<DerivedInputs> both = EnumSet.noneOf(DerivedInputs.class);
    both.addAll(rising);
    both.addAll(falling);
    return both.stream()
        .map(i -> i.name().toLowerCase(Locale.ROOT) + (rising.contains(i) ? "+" : "-"))
        .collect(Collectors.joining(" "));
  }
}
