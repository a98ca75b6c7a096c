package dev.churn.features.date;

/** A format in which a number is a day or a time. */
enum NumberFormat {
  /** Seconds since 1970-01-01T00:00Z. */
  EPOCH_SECONDS(
      "epoch_seconds", 1, "seconds since 1970, of a day from 1990 on, such as 1704412800"),
  EPOCH_MILLISECONDS(
      "epoch_milliseconds",
      1_000,
      "milliseconds since 1970, of a day from 1990 on, such as 1704412800000"),
  EPOCH_MICROSECONDS(
      "epoch_microseconds",
      1_000_000,
      "microseconds since 1970, of a day from 1990 on, such as 1704412800000000"),
  EPOCH_NANOSECONDS(
      "epoch_nanoseconds",
      1_000_000_000,
      "nanoseconds since 1970, of a day from 1990 on, such as 1704412800000000000"),
  /** Days of spreadsheets, in the 1900 system; the time is a fraction of the day. */
  EXCEL_DAYS("excel_days", 0, "a day from 1990 on as a spreadsheet counts it, such as 45296");

  private final String id;
  private final long unitsPerSecond;
  private final String expected;

  NumberFormat(String id, long unitsPerSecond, String expected) {
    this.id = id;
    this.unitsPerSecond = unitsPerSecond;
    this.expected = expected;
  }

  /** {@return the name of the format as an option} */
  String id() {
    return id;
  }

  /** {@return units in a second; 0 if the unit is a day} */
  long unitsPerSecond() {
    return unitsPerSecond;
  }

  /** {@return the format, as a phrase that completes "expected "} */
  String expected() {
    return expected;
  }
}
