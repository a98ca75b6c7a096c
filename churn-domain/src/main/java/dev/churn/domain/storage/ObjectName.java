package dev.churn.domain.storage;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.organization.OrganizationId;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of an object says about it. Only keys that {@link ObjectKey} makes have a name.
 *
 * @param id the dataset, the table, the batch or the model, as the kind says
 */
public record ObjectName(OrganizationId organization, Kind kind, UUID id) {
  public ObjectName {
    requireNonNull(organization, "organization");
    requireNonNull(kind, "kind");
    requireNonNull(id, "id");
  }

  /** The kinds of stored objects. */
  public enum Kind {
    /** A file of events that was uploaded as a dataset; its id is that of the dataset. */
    RAW(Bucket.DATASETS, "raw/%s\\.[a-z0-9]+", "upload it again"),
    /** A file of events that was uploaded to be scored; its id is that of the batch. */
    SCORED(Bucket.DATASETS, "predictions/%s\\.[a-z0-9]+", "upload it again"),
    /** A feature table; its id is that of the table. */
    FEATURES(Bucket.UTILS, "features/features_%s\\.csv(?:\\.gz)?", "process its dataset again"),
    /** The predictions of a batch; its id is that of the batch. */
    PREDICTIONS(Bucket.UTILS, "predictions/predictions_%s\\.csv", "score the customers again"),
    /** A model; its id is that of the model, or derived from it. */
    MODEL(Bucket.UTILS, "models/%s\\.model", "train a model again");

    private static final String UUID_PATTERN = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

    private final Bucket bucket;
    private final Pattern path;
    private final String remedy;

    Kind(Bucket bucket, String path, String remedy) {
      this.bucket = bucket;
      this.path = Pattern.compile("org_[^/]+/" + path.formatted(Kind.uuid()));
      this.remedy = remedy;
    }

    private static String uuid() {
      return UUID_PATTERN;
    }

    /** {@return what a user does about an object of this kind that is lost or damaged} */
    public String remedy() {
      return remedy;
    }

    private Optional<UUID> idIn(ObjectKey key) {
      if (key.bucket() != bucket) {
        return Optional.empty();
      }
      Matcher matcher = path.matcher(key.path());
      return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }
  }

  /** {@return the name of an object, or empty if its path is none of those of this program} */
  public static Optional<ObjectName> of(ObjectKey key) {
    return key.owner()
        .flatMap(
            owner ->
                Arrays.stream(Kind.values())
                    .flatMap(
                        kind -> kind.idIn(key).map(id -> new ObjectName(owner, kind, id)).stream())
                    .findFirst());
  }
}
