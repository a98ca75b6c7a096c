package dev.churn.domain.usecase.removal;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.storage.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds stored objects that no row names: those of uploads and jobs that were killed between
 * storing an object and adding its row. They are noted for removal as those of deletions are.
 *
 * <p>It leaves alone whatever it cannot be sure of: young objects, which may belong to work under
 * way; files of models; objects whose names this program does not give; and objects of
 * organizations that do not exist, which {@link OrganizationRemoval} removes. Several servers may
 * sweep at the same time. Safe for use by several threads.
 */
public final class SweepOrphans {
  /** How old an object has to be; no upload and no attempt of a job takes as long. */
  public static final Duration SAFE_AGE = Duration.ofHours(6);

  private static final System.Logger LOG = System.getLogger(SweepOrphans.class.getName());

  private final ObjectStore objects;
  private final Organizations organizations;
  private final DatasetCatalog datasets;
  private final PredictionBatches batches;
  private final RemoveObjects removals;
  private final InstantSource clock;
  private final Set<ObjectKey> unknown = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Swept> total = new AtomicReference<>(Swept.NOTHING);

  public SweepOrphans(
      ObjectStore objects,
      Organizations organizations,
      DatasetCatalog datasets,
      PredictionBatches batches,
      RemoveObjects removals,
      InstantSource clock) {
    this.objects = objects;
    this.organizations = organizations;
    this.datasets = datasets;
    this.batches = batches;
    this.removals = removals;
    this.clock = clock;
  }

  /**
   * What sweeps found and noted for removal.
   *
   * @param sweeps the number of sweeps
   * @param objects the number of objects that no row names
   * @param bytes their size
   * @param lastAt the end of the last sweep; empty before the first one
   */
  public record Swept(long sweeps, long objects, long bytes, Optional<Instant> lastAt) {
    static final Swept NOTHING = new Swept(0, 0, 0, Optional.empty());

    private Swept plus(List<ListedObject> orphans, Instant at) {
      return new Swept(
          sweeps + 1,
          objects + orphans.size(),
          bytes + orphans.stream().mapToLong(ListedObject::size).sum(),
          Optional.of(at));
    }
  }

  /** {@return what this server's sweeps have found since its start} */
  public Swept total() {
    return total.get();
  }

  /** Sweeps both buckets with {@link #SAFE_AGE}. */
  public void sweep() {
    sweep(SAFE_AGE);
  }

  /**
   * Sweeps both buckets.
   *
   * @param age the least age of an object that is removed
   * @return the objects that no row names, which are noted for removal
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if storage or database do not answer;
   *     what was noted by then stays noted
   */
  public List<ListedObject> sweep(Duration age) {
    Instant before = clock.instant().minus(age);
    List<ListedObject> orphans = new ArrayList<>();
    for (Bucket bucket : Bucket.values()) {
      for (ListedObject object : objects.inspect(bucket)) {
        Interrupts.check("Looking for objects that no database row refers to");
        if (!object.storedAt().isAfter(before) && isOrphan(object.key())) {
          orphans.add(object);
          removals.note(List.of(new StoredObject(object.key())));
          LOG.log(
              System.Logger.Level.INFO,
              "No database row refers to {0} ({1} bytes, stored at {2}); it is removed",
              object.key(),
              Long.toString(object.size()),
              object.storedAt());
        }
      }
    }
    total.updateAndGet(known -> known.plus(orphans, clock.instant()));
    return orphans;
  }

  private boolean isOrphan(ObjectKey key) {
    Optional<ObjectName> name = ObjectName.of(key);
    if (name.isEmpty()) {
      if (unknown.add(key)) {
        LOG.log(System.Logger.Level.DEBUG, "{0} is no object of this program; it stays", key);
      }
      return false;
    }
    OrganizationId organization = name.get().organization();
    return organizations.find(organization).isPresent()
        && !isNamed(name.get(), key)
        // a file from which a customer was erased has a name of its own
        && !datasets.names(organization, key)
        && !batches.names(organization, key);
  }

  /** {@return whether a row names the object, or may do so soon} */
  private boolean isNamed(ObjectName name, ObjectKey key) {
    return switch (name.kind()) {
      case RAW, FEATURES ->
          datasets
              .find(name.organization(), new DatasetId(name.id()))
              .filter(dataset -> dataset.file().key().equals(key))
              .isPresent();
      case SCORED -> batch(name).filter(found -> found.input().key().equals(key)).isPresent();
      case PREDICTIONS -> batch(name).filter(found -> mayHaveOutput(found, key)).isPresent();
      case MODEL -> true;
    };
  }

  private Optional<PredictionBatch> batch(ObjectName name) {
    return batches.find(name.organization(), new BatchId(name.id()));
  }

  private static boolean mayHaveOutput(PredictionBatch batch, ObjectKey key) {
    return batch.state() instanceof Completed completed
        ? completed.output().equals(key)
        : !(batch.state() instanceof Failed);
  }
}
