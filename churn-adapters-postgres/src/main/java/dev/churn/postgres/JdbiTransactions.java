package dev.churn.postgres;

import dev.churn.domain.port.Transactions;
import java.util.function.Supplier;

/** Runs transactions in the calling thread. */
final class JdbiTransactions implements Transactions {
  private final Database database;

  JdbiTransactions(Database database) {
    this.database = database;
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return database.inTransaction(handle -> work.get());
  }
}
