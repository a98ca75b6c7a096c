package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Remedy;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.model.Model;
import dev.churn.domain.model.ModelId;
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
import java.util.concurrent.locks.ReentrantLock;

/**
 * The models that serve each organization, kept in memory. The registry is asked again after {@link
 * #FRESH}, so that what another server has decided holds within seconds. The models of those who
 * have not been asked for longest are let go. Safe for use by several threads.
 */
public final class ServedModels {
  /** How long models serve without asking which ones should. */
  public static final Duration FRESH = Duration.ofSeconds(2);

  /** For how many organizations models are kept. */
  static final int MAX_ORGANIZATIONS = 256;

  private final ModelRegistry registry;
  private final ModelFiles files;
  private final InstantSource clock;
  private final Map<OrganizationId, Entry> entries;

  /** Those who are being asked for the first time; so one thread reads their models, not all. */
  private final Map<OrganizationId, Entry> asked = new HashMap<>();

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

  private record Known(Serving serving, Instant checkedAt) {
    boolean isFresh(Instant now) {
      return now.isBefore(checkedAt.plus(FRESH));
    }
  }

  /** What is known of one organization; one thread at a time brings it up to date. */
  private static final class Entry {
    final ReentrantLock updating = new ReentrantLock();
    volatile Known known;
  }

  /**
   * {@return the models that serve the organization, or empty if none does}
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if no file of a model that is or was
   *     active can be used, {@link ErrorCode#UNAVAILABLE} if database or storage do not answer and
   *     nothing is known from before
   */
  public Optional<Serving> find(OrganizationId organization) {
    Instant now = clock.instant();
    Entry entry = entryOf(organization);
    Known known = entry.known;
    if (known != null && (known.isFresh(now) || !entry.updating.tryLock())) {
      return Optional.of(known.serving()); // another thread is at it: nobody waits for news
    }
    if (known == null) {
      entry.updating.lock();
    }
    try {
      return update(organization, entry, now);
    } finally {
      settle(organization, entry);
      entry.updating.unlock();
    }
  }

  /**
   * {@return the models that serve the organization}
   *
   * @throws ChurnException as {@link #find} does, and with {@link ErrorCode#NOT_FOUND} if the
   *     organization is not there or no model serves it
   */
  public Serving load(Organizations organizations, OrganizationId organization) {
    return find(organization)
        .orElseThrow(
            () -> {
              Lookup.organization(organizations, organization);
              return absence(organization);
            });
  }

  private Optional<Serving> update(OrganizationId organization, Entry entry, Instant now) {
    Known known = entry.known;
    if (known != null && known.isFresh(now)) {
      return Optional.of(known.serving());
    }
    Optional<Serving> current;
    try {
      current = load(organization, Optional.ofNullable(known).map(Known::serving), now);
    } catch (ChurnException e) {
      if (known == null || e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      // better the models of a moment ago than none, and no need to ask with every call: the time
      // is taken anew, since it may have been long until it was clear that nobody answers
      entry.known = new Known(known.serving(), clock.instant());
      return Optional.of(known.serving());
    }
    entry.known = current.map(serving -> new Known(serving, now)).orElse(null);
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

  /** Gives a place to who has models; who has none takes it from nobody. */
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

  /** Asks the registry with the next call, for those who have just changed what serves. */
  public void renew(OrganizationId organization) {
    Entry entry;
    synchronized (entries) {
      entry = entries.getOrDefault(organization, asked.get(organization));
    }
    if (entry != null) {
      entry.updating.lock(); // else an update that began before the change could overwrite this
      try {
        Known known = entry.known;
        entry.known = known == null ? null : new Known(known.serving(), Instant.EPOCH);
      } finally {
        entry.updating.unlock();
      }
    }
  }

  /** {@return of how many organizations models are kept} */
  public int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /** {@return why no model serves an organization that is there, and what can be done} */
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

  private static ChurnException notActivated(Model newest) {
    var outcome = (Model.Trained) newest.outcome();
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

  /** What this server serves an organization with. */
  public record State(Optional<ModelId> champion, Map<ModelId, String> refusals) {}

  /**
   * {@return the model that answers as champion at this server, and why others that should serve do
   * not} Nothing is told as long as database or storage do not answer.
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
