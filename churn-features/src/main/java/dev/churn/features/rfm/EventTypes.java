package dev.churn.features.rfm;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.feature.FeatureDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Assigns codes to event types and knows which types count as activity or as churn, and which are
 * watched. A column with more than {@link TypeSet#MAX_CODE} types probably does not hold event
 * types; its types share codes by a hash that is the same in every run. Shared by threads, each
 * with its own {@link Lookup}.
 */
public final class EventTypes {
  private final ActivityTypes activity;
  private final ChurnEvents churn;
  private final Map<String, Integer> watched = new HashMap<>(); // places by key
  private final boolean[] watchedActivity;
  private final int maxCode;
  private final boolean byHash;
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();

  /**
   * Creates codes that watch no types.
   *
   * @param activity the types that count as activity; empty for all others
   * @param churn the types by which customers leave
   * @param distinct number of distinct types
   */
  public EventTypes(Set<String> activity, ChurnEvents churn, int distinct) {
    this(activity, churn, List.of(), distinct);
  }

  /**
   * @param distinct number of distinct types
   */
  public EventTypes(FeatureDefinition definition, int distinct) {
    this(
        definition.activityEventTypes(),
        definition.churnEvents(),
        definition.watchedEventTypes(),
        distinct);
  }

  private EventTypes(Set<String> activity, ChurnEvents churn, List<String> watched, int distinct) {
    this.churn = churn;
    this.activity = new ActivityTypes(activity);
    int expected = activity.isEmpty() ? distinct : this.activity.size();
    this.maxCode = expected > StateLayout.FEW_TYPES ? TypeSet.MAX_CODE : StateLayout.FEW_TYPES;
    this.byHash = expected > TypeSet.MAX_CODE;
    this.watchedActivity = new boolean[watched.size()];
    for (int i = 0; i < watchedActivity.length; i++) {
      this.watched.put(ActivityTypes.keyOf(watched.get(i)), i);
      watchedActivity[i] = this.activity.contains(watched.get(i));
    }
  }

  /** {@return for each watched type whether it counts as activity} */
  public boolean[] watchedActivity() {
    return watchedActivity.clone();
  }

  /** {@return whether customers may leave by an event, which the layout must then hold} */
  public boolean hasChurn() {
    return !churn.isEmpty();
  }

  /** {@return the largest code of any type} */
  public int maxCode() {
    return maxCode;
  }

  /** {@return a lookup for one thread} */
  public Lookup lookup() {
    return new Lookup();
  }

  private synchronized int assign(String type) {
    Integer known = codes.get(type);
    if (known != null) {
      return known;
    }
    int code = codes.size() + 1;
    if (code > maxCode) {
      throw new ChurnException(
          ErrorCode.CORRUPT,
          "Expected the event types that were counted at the upload, found more: the file is not"
              + " the one that was uploaded");
    }
    codes.put(type, code);
    return code;
  }

  private static int hashed(String type) {
    int mixed = type.hashCode() * 0x9E3779B1;
    return 1 + (mixed >>> 8) % TypeSet.MAX_CODE;
  }

  /** Returns the codes of event types. Used by one thread. */
  public final class Lookup {
    private static final int RECENT = 1 << 6;

    private final Map<String, Integer> known = new HashMap<>();
    private final String[] recentTypes = new String[RECENT];
    private final int[] recentCodes = new int[RECENT];

    /**
     * {@return the code of a type, as {@link StateLayout#add} takes it}
     *
     * @param type trimmed; null if there is none
     */
    public int code(String type) {
      if (type == null) {
        return activity.isEverything() ? StateLayout.NO_TYPE : StateLayout.NO_ACTIVITY;
      }
      int place = type.hashCode() & (RECENT - 1);
      if (!type.equals(recentTypes[place])) {
        recentCodes[place] = find(type);
        recentTypes[place] = type;
      }
      return recentCodes[place];
    }

    private int find(String type) {
      if (churn.contains(type)) {
        return StateLayout.CHURN;
      }
      int code = activityCode(type);
      Integer place = watched.isEmpty() ? null : watched.get(ActivityTypes.keyOf(type));
      return place == null ? code : StateLayout.watchedCode(code, place);
    }

    private int activityCode(String type) {
      return activity.contains(type) ? codeOf(type) : StateLayout.NO_ACTIVITY;
    }

    /** Returns one code for all spellings of a type. */
    private int codeOf(String type) {
      return byHash
          ? hashed(ActivityTypes.keyOf(type))
          : known.computeIfAbsent(type, spelled -> assign(ActivityTypes.keyOf(spelled)));
    }
  }
}
