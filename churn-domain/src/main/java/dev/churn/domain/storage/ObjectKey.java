package dev.churn.domain.storage;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.organization.OrganizationId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The location of an object in storage. A path begins with the folder of its organization, so that
 * a key of one organization can never refer to an object of another.
 *
 * @param path relative to the bucket: segments of letters, digits and {@code . _ -}, separated by
 *     single slashes, none of them {@code .} or {@code ..}; at most 512 characters
 */
public record ObjectKey(Bucket bucket, String path) {
  private static final Pattern PATH =
      Pattern.compile("(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");

  private static final String FOLDER = "org_";

  public ObjectKey {
    requireNonNull(bucket, "bucket");
    if (path.length() > 512 || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not a path of an object: '" + path + "'");
    }
  }

  /** {@return the key of an uploaded file} */
  public static ObjectKey raw(OrganizationId organization, UUID dataset, String extension) {
    return new ObjectKey(
        Bucket.DATASETS, "org_%s/raw/%s.%s".formatted(organization, dataset, extension));
  }

  /** {@return the key of a feature table that is not compressed; every table has its own} */
  public static ObjectKey features(OrganizationId organization, UUID table) {
    return features(organization, table, Compression.NONE);
  }

  /** {@return the key of a feature table; every table has its own} */
  public static ObjectKey features(
      OrganizationId organization, UUID table, Compression compression) {
    return features(organization, table, compression, 1);
  }

  /**
   * {@return the key of a feature table as one attempt of a job stores it} Each attempt has a key of
   * its own: one that was presumed dead and stores its file late must not replace that of another.
   *
   * @param attempt the number of the attempt; the first has the key without a number
   */
  public static ObjectKey features(
      OrganizationId organization, UUID table, Compression compression, long attempt) {
    return new ObjectKey(
        Bucket.UTILS,
        "org_%s/features/features_%s%s.csv%s"
            .formatted(organization, table, suffixOf(attempt), compression.suffix()));
  }

  /** {@return the key of a file that was uploaded to be scored} */
  public static ObjectKey eventsOf(OrganizationId organization, UUID batch, String extension) {
    return new ObjectKey(
        Bucket.DATASETS, "org_%s/predictions/%s.%s".formatted(organization, batch, extension));
  }

  /** {@return the key of the file with the predictions of a batch, as the first attempt stores it} */
  public static ObjectKey predictions(OrganizationId organization, UUID batch) {
    return predictions(organization, batch, 1);
  }

  /**
   * {@return the key of the file with the predictions of a batch as one attempt of a job stores it}
   *
   * @param attempt the number of the attempt; the first has the key without a number
   */
  public static ObjectKey predictions(OrganizationId organization, UUID batch, long attempt) {
    return new ObjectKey(
        Bucket.UTILS,
        "org_%s/predictions/predictions_%s%s.csv"
            .formatted(organization, batch, suffixOf(attempt)));
  }

  private static String suffixOf(long attempt) {
    return attempt <= 1 ? "" : "_" + attempt;
  }

  /** {@return the key of a trained model} */
  public static ObjectKey model(OrganizationId organization, UUID model) {
    return new ObjectKey(Bucket.UTILS, "org_%s/models/%s.model".formatted(organization, model));
  }

  /** {@return the organization that owns the object's folder, or empty if there is none} */
  public Optional<OrganizationId> owner() {
    int slash = path.indexOf('/');
    if (slash < 0 || !path.startsWith(FOLDER)) {
      return Optional.empty();
    }
    try {
      return Optional.of(OrganizationId.parse(path.substring(FOLDER.length(), slash)));
    } catch (ChurnException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return bucket.id() + "/" + path;
  }
}
