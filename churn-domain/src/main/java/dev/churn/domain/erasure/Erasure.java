package dev.churn.domain.erasure;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The erasure of a customer, a dataset or an organization, and the receipt for it.
 *
 * @param organization to which the subject belongs, or which it is
 * @param endedAt the time at which it was completed or given up; empty while it runs
 * @param errorMessage why it was given up; what was removed until then stays removed
 * @param items what was removed, in the order of kind and place
 */
public record Erasure(
    ErasureId id,
    OrganizationId organization,
    Subject subject,
    Instant requestedAt,
    Optional<Instant> endedAt,
    Optional<String> errorMessage,
    List<Item> items) {
  public Erasure {
    requireNonNull(id, "id");
    requireNonNull(organization, "organization");
    requireNonNull(subject, "subject");
    requireNonNull(requestedAt, "requestedAt");
    requireNonNull(endedAt, "endedAt");
    requireNonNull(errorMessage, "errorMessage");
    items = List.copyOf(items);
  }

  /** What is erased. */
  public sealed interface Subject {
    /** {@return a stable code: customer, dataset or organization} */
    String kind();

    /**
     * A customer.
     *
     * @param hash the {@link CustomerKey#hash} of the customer's id
     */
    record Customer(String hash) implements Subject {
      public Customer {
        requireNonNull(hash, "hash");
      }

      @Override
      public String kind() {
        return "customer";
      }
    }

    /** A raw dataset with its feature tables, or a feature table. */
    record StoredDataset(DatasetId id) implements Subject {
      public StoredDataset {
        requireNonNull(id, "id");
      }

      @Override
      public String kind() {
        return "dataset";
      }
    }

    /** The organization itself. */
    record WholeOrganization() implements Subject {
      @Override
      public String kind() {
        return "organization";
      }
    }
  }

  /** {@return the hash of the customer's id, if a customer is erased} */
  public Optional<String> customerHash() {
    return subject instanceof Subject.Customer customer
        ? Optional.of(customer.hash())
        : Optional.empty();
  }

  /** {@return the dataset, if one is erased} */
  public Optional<DatasetId> dataset() {
    return subject instanceof Subject.StoredDataset stored
        ? Optional.of(stored.id())
        : Optional.empty();
  }

  /**
   * Something that was removed.
   *
   * @param kind what it was, for example {@code raw_rows}
   * @param place where it was, for example {@code dataset <id>}; never names the customer
   * @param count how many there were, at least 1
   */
  public record Item(String kind, String place, long count) {
    public Item {
      requireNonNull(kind, "kind");
      requireNonNull(place, "place");
      if (count < 1) {
        throw new IllegalArgumentException("expected a count of at least 1, found " + count);
      }
    }

    private String line() {
      return "%s %s %d\n".formatted(kind, place, count);
    }
  }

  /** {@return how many things of each kind were removed} */
  public Map<String, Long> counts() {
    return items.stream()
        .collect(
            Collectors.groupingBy(Item::kind, TreeMap::new, Collectors.summingLong(Item::count)));
  }

  /** {@return the SHA-256 of the list: a line of kind, place and count for each item} */
  public String sha256() {
    String list = items.stream().map(Item::line).collect(Collectors.joining());
    return Digests.sha256(Content.of(list.getBytes(StandardCharsets.UTF_8)));
  }
}
