package dev.churn.domain.deployment;

import dev.churn.domain.organization.OrganizationId;
import java.util.BitSet;
import java.util.UUID;

/**
 * An immutable set of slots that selects a part of an organization's customers. A hash of the
 * customer id assigns every customer permanently to one of {@value #COUNT} slots.
 *
 * <p>A model's part is a set of slots and not a hash range, because with ranges the share of one of
 * three models cannot grow without moving customers between the other two.
 */
public final class CustomerSlots {
  /** The total number of slots; the smallest share is one slot. */
  public static final int COUNT = 10_000;

  private final BitSet slots;

  private CustomerSlots(BitSet slots) {
    this.slots = slots;
  }

  /** {@return the empty set of slots} */
  public static CustomerSlots none() {
    return new CustomerSlots(new BitSet());
  }

  /**
   * {@return the slots that {@link #toBytes} encoded}
   *
   * @throws IllegalArgumentException if a slot is out of range
   */
  public static CustomerSlots of(byte[] bytes) {
    BitSet slots = BitSet.valueOf(bytes);
    if (slots.length() > COUNT) {
      throw new IllegalArgumentException(
          "expected slots below %d, found %d".formatted(COUNT, slots.length() - 1));
    }
    return new CustomerSlots(slots);
  }

  /** {@return the slots as a bit set: slot s is bit s modulo 8, lowest first, of byte s / 8} */
  public byte[] toBytes() {
    return slots.toByteArray();
  }

  /**
   * {@return the slot of a customer, 0 to {@value #COUNT} − 1}
   *
   * <p>The hash is FNV-1a over organization and customer, followed by the finalizer of MurmurHash3
   * so that all bits depend on all characters (Appleby, fmix64). It must never change, because it
   * decides which model answers for which customer.
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

  /** {@return the union of both sets} */
  CustomerSlots and(CustomerSlots others) {
    BitSet union = (BitSet) slots.clone();
    union.or(others.slots);
    return new CustomerSlots(union);
  }

  /** {@return the first {@code count} slots of this set, or all of them if there are fewer} */
  CustomerSlots first(int count) {
    BitSet kept = new BitSet();
    int slot = slots.nextSetBit(0);
    for (int i = 0; i < count && slot >= 0; i++) {
      kept.set(slot);
      slot = slots.nextSetBit(slot + 1);
    }
    return new CustomerSlots(kept);
  }

  /** {@return the complement of this set} */
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
