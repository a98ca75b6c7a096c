package dev.churn.postgres;

import dev.churn.domain.port.Transactions;
import java.util.function.Supplier;

/** Transactions of the thread that asks for them. */
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
