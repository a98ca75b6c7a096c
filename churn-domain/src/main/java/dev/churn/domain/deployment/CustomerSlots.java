package dev.churn.domain.deployment;

import dev.churn.domain.organization.OrganizationId;
import java.util.BitSet;
import java.util.UUID;

/**
 * A part of an organization's customers. Every customer falls, by a hash of the id, into one of
 * {@value #COUNT} slots, always the same; a part is a set of slots. Immutable.
 *
 * <p>Slots, not thresholds, say who belongs to whom, because no fixed rule from shares to customers
 * lets the share of one of three models grow without moving customers between the others.
 */
public final class CustomerSlots {
  /** How many slots there are; the smallest share is one of them. */
  public static final int COUNT = 10_000;

  private final BitSet slots;

  private CustomerSlots(BitSet slots) {
    this.slots = slots;
  }

  /** {@return no customer at all} */
  public static CustomerSlots none() {
    return new CustomerSlots(new BitSet());
  }

  /**
   * {@return the slots that {@link #toBytes} wrote}
   *
   * @throws IllegalArgumentException if there is one that cannot be
   */
  public static CustomerSlots of(byte[] bytes) {
    BitSet slots = BitSet.valueOf(bytes);
    if (slots.length() > COUNT) {
      throw new IllegalArgumentException(
          "expected slots below %d, found %d".formatted(COUNT, slots.length() - 1));
    }
    return new CustomerSlots(slots);
  }

  /** {@return slot s as bit s modulo 8, the lowest first, of byte s / 8} */
  public byte[] toBytes() {
    return slots.toByteArray();
  }

  /**
   * {@return the slot of a customer}
   *
   * <p>FNV-1a over organization and customer, finished as in MurmurHash3 so that all bits depend on
   * all characters (Appleby, fmix64). Who belongs to whom hangs on it: it never changes.
   */
  public static int slotOf(OrganizationId organization, String customerId) {
    UUID salt = organization.value();
    long hash = 0xcbf29ce484222325L;
    hash = (hash ^ salt.getMostSignificantBits()) * 0x100000001b3L;
    hash = (hash ^ salt.getLeastSignificantBits()) * 0x100000001b3L;
    for (int i = 0; i < customerId.length(); i++) {
      hash = (hash ^ customerId.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return (int) (((hash >>> 33) * COUNT) >>> 31);
  }

  public boolean contains(int slot) {
    return slots.get(slot);
  }

  public int size() {
    return slots.cardinality();
  }

  /** {@return these slots with those of another part} */
  CustomerSlots and(CustomerSlots others) {
    BitSet union = (BitSet) slots.clone();
    union.or(others.slots);
    return new CustomerSlots(union);
  }

  /** {@return the first so many of these slots; all of them if there are not more} */
  CustomerSlots first(int count) {
    BitSet kept = new BitSet();
    int slot = slots.nextSetBit(0);
    for (int i = 0; i < count && slot >= 0; i++) {
      kept.set(slot);
      slot = slots.nextSetBit(slot + 1);
    }
    return new CustomerSlots(kept);
  }

  /** {@return all slots that are not these} */
  CustomerSlots others() {
    BitSet rest = (BitSet) slots.clone();
    rest.flip(0, COUNT);
    return new CustomerSlots(rest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CustomerSlots that && slots.equals(that.slots);
  }

  @Override
  public int hashCode() {
    return slots.hashCode();
  }

  @Override
  public String toString() {
    return "%d of %d slots".formatted(size(), COUNT);
  }
}
