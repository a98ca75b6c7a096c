package dev.churn.domain.statistics;

import java.util.Arrays;

/** Numbers the customers of rows from 0, so that sums by customer fit into an array. */
public final class Clusters {
  private final int[] places;
  private final int count;

  private Clusters(int[] places, int count) {
    this.places = places;
    this.count = count;
  }

  /** {@return the clusters of rows, given the customer of each row} */
  public static Clusters of(long[] customers) {
    long[] distinct = customers.clone();
    Arrays.sort(distinct);
    int count = 0;
    for (int i = 0; i < distinct.length; i++) {
      if (i == 0 || distinct[i] != distinct[count - 1]) {
        distinct[count++] = distinct[i];
      }
    }
    int[] places = new int[customers.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = Arrays.binarySearch(distinct, 0, count, customers[i]);
    }
    return new Clusters(places, count);
  }

  /** {@return the number of customers} */
  public int count() {
    return count;
  }

  /** {@return the customer of a row, from 0} */
  public int of(int row) {
    return places[row];
  }

  /** {@return the number of customers with a row of the class} */
  public int countOf(boolean[] churned, boolean label) {
    boolean[] seen = new boolean[count];
    int found = 0;
    for (int i = 0; i < places.length; i++) {
      if (churned[i] == label && !seen[places[i]]) {
        seen[places[i]] = true;
        found++;
      }
    }
    return found;
  }

  /** {@return the number of customers in the class that has fewer of them} */
  public int ofRarerClass(boolean[] churned) {
    return Math.min(countOf(churned, true), countOf(churned, false));
  }
}
