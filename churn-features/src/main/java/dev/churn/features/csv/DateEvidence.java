package dev.churn.features.csv;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** Stub. */
final class DateEvidence {
  DateEvidence(ZoneId zone, LocalDate uploadDay) {}

  void add(String value) {}

  void add(DateEvidence other) {}

  boolean isCertain() {
    return true;
  }

  Optional<String> format() {
    return Optional.empty();
  }
}
