package dev.churn.features;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** What the tests of files have in common. */
public final class Fixture {
  public static final LocalDate UPLOAD_DAY = LocalDate.of(2024, 6, 30);
  public static final RfmFeatures FEATURES = new RfmFeatures(2);

  private Fixture() {}

  /** A row of a feature table. */
  public record Row(
      String customer, LocalDate asOf, FeatureVector features, Optional<Boolean> churned) {}

  /** A feature table and what is said of it. */
  record Table(FeatureManifest manifest, String text, List<Row> rows) {
    Row row(String customer, String asOf) {
      return rows.stream()
          .filter(r -> r.customer().equals(customer) && r.asOf().toString().equals(asOf))
          .findFirst()
          .orElseThrow();
    }

    List<String> customers(String asOf) {
      return rows.stream()
          .filter(r -> r.asOf().toString().equals(asOf))
          .map(Row::customer)
          .toList();
    }
  }

  public static Content text(String csv) {
    return Content.of(csv.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  public static UploadOptions labeled() {
    return new UploadOptions(true, Optional.empty(), Optional.empty(), Set.of(), Map.of());
  }

  public static UploadOptions dateFormat(String pattern) {
    return new UploadOptions(false, Optional.empty(), Optional.of(pattern), Set.of(), Map.of());
  }

  public static UploadOptions columns(Map<String, String> columns) {
    return new UploadOptions(false, Optional.empty(), Optional.empty(), Set.of(), columns);
  }

  public static UploadOptions activity(Set<String> types) {
    return new UploadOptions(false, Optional.empty(), Optional.empty(), types, Map.of());
  }

  public static CsvProfile profile(Content csv, UploadOptions options) {
    return FEATURES.profile(csv, options, UPLOAD_DAY, Progress.none()).profile();
  }

  public static CsvProfile profile(String csv) {
    return profile(text(csv), UploadOptions.defaults());
  }

  public static Table build(RfmFeatures features, Content csv, UploadOptions options) {
    return build(features, csv, options, OrganizationSettings.defaults());
  }

  public static Table build(
      RfmFeatures features, Content csv, UploadOptions options, OrganizationSettings settings) {
    ProfiledFile read = features.profile(csv, options, UPLOAD_DAY, Progress.none());
    CsvProfile profile = read.profile();
    var request =
        new FeatureRequest(
            read.options(),
            profile,
            UPLOAD_DAY,
            read.options().asOf().orElse(profile.lastDay()),
            settings);
    var out = new ByteArrayOutputStream();
    FeatureManifest manifest = features.build(request, csv, out, Progress.none());
    return new Table(manifest, out.toString(StandardCharsets.UTF_8), read(out.toByteArray()));
  }

  /** {@return the features of all customers of a file on the day of the upload} */
  public static List<Row> score(Content csv, UploadOptions options) {
    ProfiledFile read = FEATURES.profile(csv, options, UPLOAD_DAY, Progress.none());
    var request =
        new ScoreRequest(
            read.options(),
            UPLOAD_DAY,
            read.profile().firstDay(),
            read.profile().eventTypes(),
            UPLOAD_DAY,
            new FeatureDefinition(Set.of(), 1000));
    List<Row> rows = new ArrayList<>();
    FEATURES.score(
        request,
        csv,
        (customer, asOf, vector, churned) -> rows.add(new Row(customer, asOf, vector, churned)),
        Progress.none());
    return rows;
  }

  public static Table build(String csv, OrganizationSettings settings) {
    return build(FEATURES, text(csv), UploadOptions.defaults(), settings);
  }

  public static List<Row> read(byte[] table) {
    List<Row> rows = new ArrayList<>();
    FEATURES.read(
        new ByteArrayInputStream(table),
        (customer, asOf, vector, churned) -> rows.add(new Row(customer, asOf, vector, churned)));
    return rows;
  }
}
