package dev.churn.http.route;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.erasure.EraseCustomer;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Erases customers, and shows what was removed. */
public final class ErasureRoutes {
  private static final String ERASURE = Routes.ORGANIZATION + "/erasures/{erasure_id}";

  private final EraseCustomer erasures;

  public ErasureRoutes(Churn churn) {
    this.erasures = churn.erasedCustomers();
  }

  public void register(Routes routes) {
    routes.delete(PredictionRoutes.CUSTOMER, Access.ADMIN, Action.CUSTOMER_ERASE, this::erase);
    routes.get(ERASURE, Access.READ, this::show);
  }

  private record Item(String kind, String place, long count) {
    static Item of(Erasure.Item item) {
      return new Item(item.kind(), item.place(), item.count());
    }
  }

  private record Started(String erasureId, String jobId, String customerHash, String status) {}

  private record Receipt(
      String erasureId,
      String customerHash,
      String status,
      Instant requestedAt,
      Optional<Instant> endedAt,
      Optional<String> errorMessage,
      Map<String, Long> counts,
      List<Item> items,
      String itemsSha256) {
    static Receipt of(Erasure erasure) {
      return new Receipt(
          erasure.id().toString(),
          erasure.customerHash(),
          statusOf(erasure),
          erasure.requestedAt(),
          erasure.endedAt(),
          erasure.errorMessage(),
          erasure.counts(),
          erasure.items().stream().map(Item::of).toList(),
          erasure.sha256());
    }
  }

  private static String statusOf(Erasure erasure) {
    if (erasure.endedAt().isEmpty()) {
      return "running";
    }
    return erasure.errorMessage().isEmpty() ? "completed" : "failed";
  }

  private void erase(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    EraseCustomer.Started started = erasures.start(organization, ctx.pathParam("customer_id"));
    Erasure erasure = started.erasure();
    Auditing.subject(ctx, erasure.customerHash());
    Requests.accepted(
        ctx,
        ERASURE
            .replace("{org_id}", organization.toString())
            .replace("{erasure_id}", erasure.id().toString()),
        new Started(
            erasure.id().toString(),
            started.job().id().toString(),
            erasure.customerHash(),
            statusOf(erasure)));
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ErasureId id = Requests.path(ctx, "erasure_id", ErasureId::parse);
    Requests.json(ctx, Receipt.of(erasures.load(organization, id)));
  }
}
