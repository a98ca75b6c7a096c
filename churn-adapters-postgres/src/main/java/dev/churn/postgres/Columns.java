package dev.churn.postgres;

import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.feature.CustomerState;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.value.CustomerValue;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Converts values of the domain to PostgreSQL columns and back. */
final class Columns {
  private Columns() {}

  /** {@return the instant truncated to microseconds, which PostgreSQL would otherwise round} */
  static OffsetDateTime timestamp(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static Optional<Boolean> optionalBoolean(ResultSet row, String column) throws SQLException {
    boolean value = row.getBoolean(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /** {@return the activity of a customer, empty where it was not recorded} */
  static Optional<CustomerActivity> activity(ResultSet row) throws SQLException {
    int daysSilent = row.getInt("days_silent");
    Optional<Boolean> lapsed = optionalBoolean(row, "is_lapsed");
    boolean hasLeft = row.getBoolean("has_left"); // false for null, as before customers could leave
    return lapsed.map(is -> activity(is, hasLeft, daysSilent));
  }

  /** {@return the activity of a customer who is active, has lapsed or has left} */
  static CustomerActivity activity(boolean isLapsed, boolean hasLeft, int daysSilent) {
    CustomerState lapsed = hasLeft ? CustomerState.LEFT : CustomerState.LAPSED;
    return new CustomerActivity(isLapsed ? lapsed : CustomerState.ACTIVE, daysSilent);
  }

  /** {@return the value of a customer, empty where it was not recorded} */
  static Optional<CustomerValue> value(ResultSet row) throws SQLException {
    return value(
        orNaN(row, "expected_activity"), orNaN(row, "expected_spend"), orNaN(row, "value_at_risk"));
  }

  /** {@return the value of a customer from three numbers, each NaN where it is unknown} */
  static Optional<CustomerValue> value(double activity, double spend, double atRisk) {
    return Double.isNaN(activity)
        ? Optional.empty()
        : Optional.of(new CustomerValue(activity, known(spend), known(atRisk)));
  }

  static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
    return known(orNaN(row, column));
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static double orNaN(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  static LocalDate date(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** {@return the array in {@code column}; its elements may be null} */
  static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  /** {@return the texts of an array, none if it is null} */
  static Set<String> textsOrNone(ResultSet row, String column) throws SQLException {
    return Set.copyOf(listOrNone(row, column));
  }

  /** {@return the texts of an array in their order, none if it is null} */
  static List<String> listOrNone(ResultSet row, String column) throws SQLException {
    return row.getArray(column) == null ? List.of() : texts(row, column);
  }

  /** {@return the map of two arrays of the same length: the keys and their values} */
  static Map<String, String> map(ResultSet row, String keys, String values) throws SQLException {
    List<String> names = texts(row, keys);
    List<String> texts = texts(row, values);
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      map.put(names.get(i), texts.get(i));
    }
    return map;
  }

  static List<LocalDate> dates(ResultSet row, String column) throws SQLException {
    return Stream.of((Date[]) row.getArray(column).getArray()).map(Date::toLocalDate).toList();
  }

  /** {@return the days as texts, for a parameter that is cast to an array of dates} */
  static String[] dates(Collection<LocalDate> days) {
    return days.stream().map(LocalDate::toString).toArray(String[]::new);
  }

  static List<Long> numbers(ResultSet row, String column) throws SQLException {
    return Arrays.asList((Long[]) row.getArray(column).getArray());
  }

  /**
   * {@return the conventions of a file in two columns; those of a row that was stored before there
   * were any leave everything open}
   */
  static FileConventions conventions(ResultSet row, String prefix) throws SQLException {
    return row.getArray(prefix + "convention_names") == null
        ? FileConventions.defaults()
        : FileConventions.ofTexts(
            map(row, prefix + "convention_names", prefix + "convention_values"));
  }

  /** {@return the text without NUL characters, which PostgreSQL cannot store} */
  static String text(String value) {
    return value.replace('\0', '\uFFFD');
  }

  static String[] texts(Collection<String> values) {
    return values.stream().map(Columns::text).toArray(String[]::new);
  }

  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E parse(Class<E> type, String code) {
    return Enum.valueOf(type, code.toUpperCase(Locale.ROOT));
  }

  static Bucket bucket(String id) {
    return Arrays.stream(Bucket.values())
        .filter(bucket -> bucket.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("unknown bucket " + id));
  }

  /**
   * {@return an expression for the organization that owns the raw files that an organization, bound
   * as {@code :organization}, sees} For a target that is its organization.
   */
  static String owner(OrganizationId organization) {
    return organization.isTarget()
        ? "(select parent_id from organizations where id = :organization)"
        : ":organization";
  }
}
