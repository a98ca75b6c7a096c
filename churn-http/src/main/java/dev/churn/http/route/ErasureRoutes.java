package dev.churn.http.route;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.erasure.EraseCustomer;
import dev.churn.domain.usecase.erasure.ShowErasures;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Erases customers, and shows what was removed of customers and datasets, and, to the operator, of
 * organizations.
 */
public final class ErasureRoutes {
  private static final String ERASURES = Routes.ORGANIZATION + "/erasures";
  private static final String ERASURE = ERASURES + "/{erasure_id}";

  private static final String ERASURES_OF_ORGANIZATIONS = "/api/v1/erasures";

  private final EraseCustomer erasedCustomers;
  private final ShowErasures erasures;

  public ErasureRoutes(Churn churn) {
    this.erasedCustomers = churn.erasedCustomers();
    this.erasures = churn.erasures();
  }

  public void register(Routes routes) {
    routes.delete(PredictionRoutes.CUSTOMER, Access.ADMIN, Action.CUSTOMER_ERASE, this::erase);
    routes.get(ERASURES, Access.READ, this::list, Routes.PAGE);
    routes.get(ERASURE, Access.READ, this::show);
    routes.get(ERASURES_OF_ORGANIZATIONS, Access.OPERATOR, this::listOfOrganizations, Routes.PAGE);
    routes.get(
        ERASURES_OF_ORGANIZATIONS + "/{organization_erasure_id}",
        Access.OPERATOR,
        this::showOfOrganization);
  }

  private record Item(String kind, String place, long count) {
    static Item of(Erasure.Item item) {
      return new Item(item.kind(), item.place(), item.count());
    }
  }

  private record Started(String erasureId, String jobId, String customerHash, String status) {}

  private record Receipt(
      String erasureId,
      String organizationId,
      String subject,
      Optional<String> customerHash,
      Optional<String> datasetId,
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
          erasure.organization().toString(),
          erasure.subject().kind(),
          erasure.customerHash(),
          erasure.dataset().map(DatasetId::toString),
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
    EraseCustomer.Started started =
        erasedCustomers.start(organization, ctx.pathParam("customer_id"));
    Erasure erasure = started.erasure();
    String hash = erasure.customerHash().orElseThrow();
    Auditing.subject(ctx, hash);
    Requests.accepted(
        ctx,
        location(organization, erasure.id()),
        new Started(
            erasure.id().toString(), started.job().id().toString(), hash, statusOf(erasure)));
  }

  private static String location(OrganizationId organization, ErasureId id) {
    return ERASURE
        .replace("{org_id}", organization.toString())
        .replace("{erasure_id}", id.toString());
  }

  /** Answers 204: a dataset is deleted, and the header {@code Location} names the receipt. */
  static void deleted(Context ctx, OrganizationId organization, ErasureId receipt) {
    deleted(ctx, location(organization, receipt));
  }

  /** Answers 204: an organization is deleted; the operator can read the receipt. */
  static void deleted(Context ctx, ErasureId receipt) {
    deleted(ctx, ERASURES_OF_ORGANIZATIONS + "/" + receipt);
  }

  private static void deleted(Context ctx, String location) {
    ctx.status(204).header("Location", location).removeHeader("Content-Type");
  }

  private void list(Context ctx) {
    Requests.list(
        ctx,
        "erasures",
        erasures.list(Requests.organization(ctx), Requests.page(ctx)),
        Receipt::of);
  }

  private void listOfOrganizations(Context ctx) {
    Requests.list(ctx, "erasures", erasures.listOfOrganizations(Requests.page(ctx)), Receipt::of);
  }

  private void showOfOrganization(Context ctx) {
    ErasureId id = Requests.path(ctx, "organization_erasure_id", ErasureId::parse);
    Requests.json(ctx, Receipt.of(erasures.loadOfOrganization(id)));
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    ErasureId id = Requests.path(ctx, "erasure_id", ErasureId::parse);
    Requests.json(ctx, Receipt.of(erasures.load(organization, id)));
  }
}
