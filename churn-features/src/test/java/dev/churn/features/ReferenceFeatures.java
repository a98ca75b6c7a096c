package dev.churn.features;

import static dev.churn.domain.event.ActivityTypes.keyOf;

import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The definitions of the features, written down as plainly as can be. */
final class ReferenceFeatures {
  private ReferenceFeatures() {}

  static double[] compute(List<CustomerEvent> all, LocalDate asOf, FeatureDefinition definition) {
    List<CustomerEvent> events = all.stream().filter(e -> !e.day().isAfter(asOf)).toList();
    List<CustomerEvent> activity =
        events.stream()
            .filter(
                e ->
                    definition.activityEventTypes().isEmpty()
                        || e.type().filter(definition.activityEventTypes()::contains).isPresent())
            .toList();
    NavigableSet<LocalDate> days =
        activity.stream().map(CustomerEvent::day).collect(Collectors.toCollection(TreeSet::new));
    LocalDate start = asOf.minusDays(90);
    double m90 = sum(events.stream().filter(e -> e.day().isAfter(start)).toList());
    int d90 = days.tailSet(start, false).size();
    double types90 =
        activity.stream()
            .filter(e -> e.day().isAfter(start))
            .flatMap(e -> e.type().stream())
            .map(ActivityTypes::keyOf)
            .distinct()
            .count();
    long withAmount = events.stream().filter(e -> e.amount().isPresent()).count();
    double silence = days.isEmpty() ? 0 : ago(days.last(), asOf);
    double tenure = days.isEmpty() ? 0 : ago(days.first(), asOf);
    double eTerm = days.isEmpty() ? 0 : Math.exp(-silence / 30);
    double meanGap = days.size() > 1 ? (tenure - silence) / (days.size() - 1) : tenure;
    List<Double> gaps = gaps(days.tailSet(asOf.minusDays(730), false));
    double basketDays =
        events.stream()
            .filter(e -> e.amount().isPresent())
            .map(CustomerEvent::day)
            .distinct()
            .count();
    double[] common = {
      days.isEmpty() ? 0 : 100 * Math.max(0, 1 - silence / 365),
      100 * Math.min(1, Math.log(1 + d90) / Math.log(101)),
      100 * Math.min(1, Math.log1p(Math.max(0, m90)) / Math.log1p(definition.monetaryReference())),
      100
          * (0.5 * Math.min(1, Math.log(1 + d90) / Math.log(31))
              + 0.3 * eTerm
              + 0.2 * Math.min(1, types90 / 5)),
      tenure,
      slope(activity, asOf),
      withAmount == 0 ? 0 : sum(events) / withAmount,
      meanGap,
      gaps.isEmpty() ? meanGap : gaps.get(0),
      gaps.stream().limit(4).mapToDouble(gap -> gap).average().orElse(meanGap),
      spread(gaps.stream().limit(8).toList()),
      within(activity, asOf, 30),
      within(activity, asOf, 90),
      within(activity, asOf, 180),
      within(activity, asOf, 365),
      basketDays,
      basketDays == 0 ? 0 : sum(events) / basketDays
    };
    return Arrays.copyOf(withTypes(common, events, asOf, definition), FeatureVector.WIDTH);
  }

  private static double[] withTypes(
      double[] common, List<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition) {
    List<String> watched = definition.watchedEventTypes();
    var activity = new ActivityTypes(definition.activityEventTypes());
    LocalDate start = asOf.minusDays(90);
    double[] values = Arrays.copyOf(common, common.length + 2 * watched.size());
    for (int i = 0; i < watched.size(); i++) {
      String type = watched.get(i);
      List<LocalDate> days =
          events.stream()
              .filter(e -> e.type().filter(t -> keyOf(t).equals(type)).isPresent())
              .map(CustomerEvent::day)
              .sorted()
              .toList();
      double all =
          events.stream()
              .filter(e -> e.day().isAfter(start))
              .filter(
                  e ->
                      activity.isEverything()
                          || e.type()
                              .filter(t -> activity.contains(t) || keyOf(t).equals(type))
                              .isPresent())
              .count();
      double recent = days.stream().filter(day -> day.isAfter(start)).count();
      values[common.length + 2 * i] = days.isEmpty() ? -1 : ago(days.get(days.size() - 1), asOf);
      values[common.length + 2 * i + 1] = recent == 0 ? 0 : recent / all;
    }
    return values;
  }

  private static long within(List<CustomerEvent> activity, LocalDate asOf, int days) {
    return activity.stream().filter(e -> e.day().isAfter(asOf.minusDays(days))).count();
  }

  /** {@return the days between one active day and the next, the last gap first} */
  private static List<Double> gaps(NavigableSet<LocalDate> days) {
    List<Double> gaps = new ArrayList<>();
    for (LocalDate day : days.descendingSet()) {
      if (days.lower(day) != null) {
        gaps.add(ago(days.lower(day), day));
      }
    }
    return gaps;
  }

  private static double spread(List<Double> gaps) {
    double mean = gaps.stream().mapToDouble(gap -> gap).average().orElse(0);
    double variance = gaps.stream().mapToDouble(g -> (g - mean) * (g - mean)).average().orElse(0);
    return Math.rint(4 * Math.sqrt(variance)) / 4;
  }

  private static double ago(LocalDate day, LocalDate asOf) {
    return ChronoUnit.DAYS.between(day, asOf);
  }

  private static double sum(List<CustomerEvent> events) {
    return events.stream()
        .flatMapToDouble(e -> e.amount().stream())
        .mapToObj(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  private static double slope(List<CustomerEvent> activity, LocalDate asOf) {
    double[] counts = new double[30];
    for (CustomerEvent event : activity) {
      long ago = ChronoUnit.DAYS.between(event.day(), asOf);
      if (ago < 30) {
        counts[29 - (int) ago]++;
      }
    }
    double mean = 0;
    for (double count : counts) {
      mean += count / 30;
    }
    double above = 0;
    double below = 0;
    for (int i = 0; i < 30; i++) {
      above += (i - 14.5) * (counts[i] - mean);
      below += (i - 14.5) * (i - 14.5);
    }
    return above / below;
  }
}
