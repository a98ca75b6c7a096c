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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Caches the models that serve each organization in memory. The registry is queried again after
 * {@link #FRESH}, so that changes made by other servers take effect within seconds. That is done on
 * another thread: while database or storage do not respond, the cached models serve, and no caller
 * waits for them. The organizations used least recently are evicted. Safe for use by several
 * threads.
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
  private final Executor threads = Refresh.threads("served-models");

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

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

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
    final Refresh<Found> refresh;
    volatile Known known;

    Entry(Executor threads) {
      refresh = new Refresh<>(threads);
    }
  }

  /**
   * What the registry and the storage gave.
   *
   * @param renewal the value of {@link #renewals} before the registry was queried
   */
  private record Found(Optional<Serving> serving, long renewal) {}

  /**
   * {@return the models that serve the organization, or empty if none does}
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} or {@link ErrorCode#INCOMPATIBLE} if no
   *     file of a current or former champion can be used, {@link ErrorCode#UNAVAILABLE} if database
   *     or storage do not respond and nothing is cached
   */
  public Optional<Serving> find(OrganizationId organization) {
    long wanted = renewals.get(placeOf(organization));
    Entry entry = entryOf(organization);
    Known known = entry.known;
    if (known == null || known.renewal() != wanted) {
      return findRenewed(organization, entry, wanted);
    }
    if (known.isFresh(clock.instant())) {
      hits.increment();
      return Optional.of(known.serving());
    }
    // stale models serve while they are checked, if that takes long or fails
    return entry
        .refresh
        .tryRefresh(answered -> read(organization, entry, answered))
        .map(Found::serving)
        .orElseGet(() -> Optional.of(known.serving()));
  }

  /** Waits for models that were read after a renewal; cached ones must not answer any more. */
  private Optional<Serving> findRenewed(OrganizationId organization, Entry entry, long wanted) {
    try {
      while (true) {
        Found found = entry.refresh.require(answered -> read(organization, entry, answered));
        if (found.renewal() >= wanted) {
          return found.serving();
        }
      }
    } catch (ChurnException e) {
      Known known = entry.known;
      if (known == null || !e.code().isTransient()) {
        throw e;
      }
      entry.known = new Known(known.serving(), clock.instant(), wanted);
      return Optional.of(known.serving());
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
   * {@return the models that serve the organization, read on the calling thread if none are fresh}
   * Use it where a transaction of the caller may be under way.
   *
   * @throws ChurnException as {@link #load} does
   */
  public Serving loadHere(Organizations organizations, OrganizationId organization) {
    Known known = entryOf(organization).known;
    boolean isCurrent =
        known != null
            && known.renewal() == renewals.get(placeOf(organization))
            && known.isFresh(clock.instant());
    return isCurrent ? known.serving() : loadCurrent(organizations, organization);
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
      return query(organization, entry, clock.instant(), () -> {})
          .serving()
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

  private Found read(OrganizationId organization, Entry entry, Runnable answered) {
    entry.updating.lock();
    try {
      return query(organization, entry, clock.instant(), answered);
    } catch (ChurnException e) {
      Known known = entry.known;
      if (known != null && e.code().isTransient()) {
        // Keep serving the cached models, and do not retry with every call. The time is read again,
        // because the failed attempt may have taken long.
        entry.known = new Known(known.serving(), clock.instant(), known.renewal());
      }
      throw e;
    } finally {
      settle(organization, entry);
      entry.updating.unlock();
    }
  }

  private Found query(OrganizationId organization, Entry entry, Instant now, Runnable answered) {
    misses.increment();
    long renewal = renewals.get(placeOf(organization)); // before the registry is queried
    Optional<Serving> before = Optional.ofNullable(entry.known).map(Known::serving);
    Optional<Serving> current = load(organization, before, now, answered);
    entry.known = current.map(serving -> new Known(serving, now, renewal)).orElse(null);
    return new Found(current, renewal);
  }

  private Optional<Serving> load(
      OrganizationId organization, Optional<Serving> before, Instant now, Runnable answered) {
    Deployment deployment = registry.deployment(organization);
    answered.run();
    if (deployment.champion().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ServingLoader(registry, files, organization, before, now).load(deployment));
  }

  private Entry entryOf(OrganizationId organization) {
    synchronized (entries) {
      Entry entry = entries.get(organization);
      return entry != null ? entry : asked.computeIfAbsent(organization, id -> new Entry(threads));
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

  /** {@return how often cached models served without a query of the registry} */
  public long hits() {
    return hits.sum();
  }

  /** {@return how often the registry was queried for the models of an organization} */
  public long misses() {
    return misses.sum();
  }

  /** {@return how many model files were read and decoded} */
  public long loads() {
    return files.loads();
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
        ("Organization %s has no active model: version %d was trained but %s. To use it"
                + " anyway, activate model %s by hand")
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
