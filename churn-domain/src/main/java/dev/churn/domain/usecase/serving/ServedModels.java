package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Remedy;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Caches the models that serve each organization in memory. The registry is queried again after
 * {@link #FRESH}, so that changes made by other servers take effect within seconds. The
 * organizations used least recently are evicted. Safe for use by several threads.
 */
public final class ServedModels {
  /** The time for which models serve without a check of the registry. */
  public static final Duration FRESH = Duration.ofSeconds(2);

  /** The maximum number of organizations whose models are cached. */
  static final int MAX_ORGANIZATIONS = 256;

  private static final int RENEWALS = 1 << 10;

  private final ModelRegistry registry;
  private final ModelFiles files;
  private final InstantSource clock;
  private final Map<OrganizationId, Entry> entries;

  /**
   * Entries that are being loaded for the first time, so that only one thread loads the models of
   * an organization.
   */
  private final Map<OrganizationId, Entry> asked = new HashMap<>();

  /**
   * The number of calls of {@link #renew} for the organizations that share a place. It is not kept
   * in the entries, because an entry that was evicted while its models were loaded comes back.
   */
  private final AtomicLongArray renewals = new AtomicLongArray(RENEWALS);

  public ServedModels(
      ModelRegistry registry, ModelArtifacts artifacts, ModelCodec codec, InstantSource clock) {
    this(registry, artifacts, codec, clock, MAX_ORGANIZATIONS);
  }

  public ServedModels(
      ModelRegistry registry,
      ModelArtifacts artifacts,
      ModelCodec codec,
      InstantSource clock,
      int maxOrganizations) {
    this.registry = registry;
    this.files = new ModelFiles(artifacts, codec);
    this.clock = clock;
    this.entries = leastRecentlyUsed(maxOrganizations);
  }

  private static Map<OrganizationId, Entry> leastRecentlyUsed(int size) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<OrganizationId, Entry> eldest) {
        return size() > size;
      }
    };
  }

  /**
   * Loaded models.
   *
   * @param renewal the value of {@link #renewals} before the registry was queried
   */
  private record Known(Serving serving, Instant checkedAt, long renewal) {
    boolean isFresh(Instant now) {
      return now.isBefore(checkedAt.plus(FRESH));
    }
  }

  /** The cache entry of one organization; only one thread at a time updates it. */
  private static final class Entry {
    final ReentrantLock updating = new ReentrantLock();
    volatile Known known;
  }

  /**
   * {@return the models that serve the organization, or empty if none does}
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} or {@link ErrorCode#INCOMPATIBLE} if no
   *     file of a current or former champion can be used, {@link ErrorCode#UNAVAILABLE} if database
   *     or storage do not respond and nothing is cached
   */
  public Optional<Serving> find(OrganizationId organization) {
    Instant now = clock.instant();
    Entry entry = entryOf(organization);
    Known known = entry.known;
    boolean isCurrent = known != null && known.renewal() == renewals.get(placeOf(organization));
    if (isCurrent && (known.isFresh(now) || !entry.updating.tryLock())) {
      // the cached models are fresh, or another thread is updating them
      return Optional.of(known.serving());
    }
    if (!isCurrent) {
      entry.updating.lock(); // after a renewal, the cached models must not answer any more
    }
    try {
      return update(organization, entry, now);
    } finally {
      settle(organization, entry);
      entry.updating.unlock();
    }
  }

  private static int placeOf(OrganizationId organization) {
    return Math.floorMod(organization.hashCode(), RENEWALS);
  }

  /**
   * {@return the models that serve the organization}
   *
   * @throws ChurnException as {@link #find} does, and with {@link ErrorCode#NOT_FOUND} if the
   *     organization does not exist or no model serves it
   */
  public Serving load(Organizations organizations, OrganizationId organization) {
    return find(organization).orElseThrow(() -> none(organizations, organization));
  }

  /**
   * {@return the models of the deployment that the registry has now, even if cached ones are fresh}
   *
   * @throws ChurnException as {@link #load} does, and with {@link ErrorCode#UNAVAILABLE} if
   *     database or storage do not respond, even if models are cached
   */
  public Serving loadCurrent(Organizations organizations, OrganizationId organization) {
    Entry entry = entryOf(organization);
    entry.updating.lock();
    try {
      return query(organization, entry, clock.instant())
          .orElseThrow(() -> none(organizations, organization));
    } finally {
      settle(organization, entry);
      entry.updating.unlock();
    }
  }

  private ChurnException none(Organizations organizations, OrganizationId organization) {
    Lookup.organization(organizations, organization);
    return absence(organization);
  }

  private Optional<Serving> update(OrganizationId organization, Entry entry, Instant now) {
    long renewal = renewals.get(placeOf(organization));
    Known known = entry.known;
    if (known != null && known.isFresh(now) && known.renewal() == renewal) {
      return Optional.of(known.serving());
    }
    try {
      return query(organization, entry, now);
    } catch (ChurnException e) {
      if (known == null || !e.code().isTransient()) {
        throw e;
      }
      // Keep serving the cached models, and do not retry with every call. The time is read again,
      // because the failed attempt may have taken long.
      entry.known = new Known(known.serving(), clock.instant(), renewal);
      return Optional.of(known.serving());
    }
  }

  private Optional<Serving> query(OrganizationId organization, Entry entry, Instant now) {
    long renewal = renewals.get(placeOf(organization)); // before the registry is queried
    Optional<Serving> before = Optional.ofNullable(entry.known).map(Known::serving);
    Optional<Serving> current = load(organization, before, now);
    entry.known = current.map(serving -> new Known(serving, now, renewal)).orElse(null);
    return current;
  }

  private Optional<Serving> load(
      OrganizationId organization, Optional<Serving> before, Instant now) {
    Deployment deployment = registry.deployment(organization);
    if (deployment.champion().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ServingLoader(registry, files, organization, before, now).load(deployment));
  }

  private Entry entryOf(OrganizationId organization) {
    synchronized (entries) {
      Entry entry = entries.get(organization);
      return entry != null ? entry : asked.computeIfAbsent(organization, id -> new Entry());
    }
  }

  /** Keeps the entry only if a model serves, so that organizations without models evict nobody. */
  private void settle(OrganizationId organization, Entry entry) {
    synchronized (entries) {
      asked.remove(organization, entry);
      if (entry.known == null) {
        entries.remove(organization, entry);
      } else {
        entries.put(organization, entry);
      }
    }
  }

  /**
   * Makes every later call wait for the deployment that the registry has now; called after the
   * deployment has changed.
   */
  public void renew(OrganizationId organization) {
    renewals.incrementAndGet(placeOf(organization));
  }

  /** {@return the number of organizations whose models are cached} */
  public int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /**
   * {@return an error with the reason why no model serves an existing organization, and with a
   * remedy}
   */
  public ChurnException absence(OrganizationId organization) {
    return registry
        .findNewest(organization)
        .map(ServedModels::notActivated)
        .orElseGet(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no trained model yet; train one first"
                        .formatted(organization),
                    new Remedy(Remedy.Action.TRAIN_MODEL, Optional.empty())));
  }

  private static ChurnException notActivated(TrainingRun newest) {
    var outcome = newest.version();
    return new ChurnException(
        ErrorCode.NOT_FOUND,
        ("Organization %s has no active model: version %d was trained but %s. To let it answer"
                + " all the same, activate model %s by hand")
            .formatted(
                newest.organizationId(),
                outcome.version(),
                outcome.activation().reason(),
                newest.id()),
        new Remedy(Remedy.Action.ACTIVATE_MODEL, Optional.of(newest.id().value())));
  }

  /** The models with which this server serves an organization. */
  public record State(Optional<ModelId> champion, Map<ModelId, String> refusals) {}

  /**
   * {@return the model that answers as champion on this server, and the reasons why other deployed
   * models do not serve} Both are empty if database or storage do not respond and nothing is
   * cached.
   */
  public State state(OrganizationId organization) {
    try {
      return find(organization)
          .map(
              serving ->
                  new State(
                      Optional.of(serving.champion().model().id()), reasons(serving.refusals())))
          .orElseGet(() -> new State(Optional.empty(), Map.of()));
    } catch (ChurnException e) {
      if (!e.code().meansUnusableFile()) {
        return new State(Optional.empty(), Map.of());
      }
      return new State(
          Optional.empty(),
          registry
              .deployment(organization)
              .champion()
              .map(champion -> Map.of(champion, e.getMessage()))
              .orElseGet(Map::of));
    }
  }

  private static Map<ModelId, String> reasons(Map<ModelId, UnusableModel> refusals) {
    Map<ModelId, String> reasons = new LinkedHashMap<>();
    refusals.forEach((model, refusal) -> reasons.put(model, refusal.reason()));
    return reasons;
  }
}
