package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Organizations} keeps. */
public abstract class OrganizationsContract {
  protected abstract Organizations emptyOrganizations();

  @Test
  void an_organization_in_deletion_is_hidden_until_it_is_gone() {
    Organizations organizations = emptyOrganizations();
    Organization gone = organization("Gone", MONDAY);
    Organization kept = organization("Kept", MONDAY);
    organizations.add(gone);
    organizations.add(kept);

    assertThat(organizations.beginDeletion(new OrganizationId(UUID.randomUUID()))).isFalse();
    assertThat(organizations.beginDeletion(gone.id())).isTrue();
    assertThat(organizations.beginDeletion(gone.id())).isTrue();
    assertThat(organizations.find(gone.id())).isEmpty();
    assertThat(organizations.list(new PageRequest(1000, 0)).items())
        .contains(kept)
        .doesNotContain(gone);
    assertThatThrownBy(() -> organizations.update(gone))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> organizations.lock(gone.id()))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    organizations.purge(gone.id(), (rows, count) -> {});
    organizations.purge(gone.id(), (rows, count) -> {});
    organizations.purge(kept.id(), (rows, count) -> {}); // its deletion has not begun
    assertThat(organizations.beginDeletion(gone.id())).isFalse();
    assertThat(organizations.find(kept.id())).contains(kept);
    organizations.add(gone);
    assertThat(organizations.find(gone.id())).contains(gone);
  }

  @Test
  void an_organization_comes_back_as_it_was_added() {
    var organizations = emptyOrganizations();
    var acme = organization("Acme", MONDAY);
    organizations.add(acme);
    organizations.add(organization("Other", MONDAY));

    assertThat(organizations.find(acme.id())).contains(acme);
  }

  @Test
  void an_unknown_organization_is_not_found() {
    assertThat(emptyOrganizations().find(organization("Acme", MONDAY).id())).isEmpty();
  }

  @Test
  void a_locked_organization_is_the_one_that_was_added() {
    var organizations = emptyOrganizations();
    var acme = organization("Acme", MONDAY);
    organizations.add(acme);

    assertThat(organizations.lock(acme.id())).isEqualTo(acme);
    assertThatThrownBy(() -> organizations.lock(organization("Other", MONDAY).id()))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void an_id_is_taken_once() {
    var organizations = emptyOrganizations();
    var acme = organization("Acme", MONDAY);
    organizations.add(acme);

    assertThatThrownBy(() -> organizations.add(acme))
        .satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
  }

  @Test
  void settings_and_name_can_be_replaced() {
    var organizations = emptyOrganizations();
    var acme = organization("Acme", MONDAY);
    organizations.add(acme);
    var changed =
        new Organization(acme.id(), "Acme Ltd", OrganizationSettings.defaults(), acme.createdAt());
    organizations.update(changed);

    assertThat(organizations.find(acme.id())).contains(changed);
  }

  @Test
  void what_is_not_there_cannot_be_updated() {
    var organizations = emptyOrganizations();

    assertThatThrownBy(() -> organizations.update(organization("Acme", MONDAY)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void the_list_is_by_creation_and_comes_in_pages() {
    var organizations = emptyOrganizations();
    var second = organization("Second", MONDAY.plusSeconds(1));
    var first = organization("First", MONDAY);
    var third = organization("Third", MONDAY.plusSeconds(2));
    organizations.add(second);
    organizations.add(first);
    organizations.add(third);

    var page = organizations.list(new PageRequest(2, 1));

    assertThat(page.total()).isEqualTo(3);
    assertThat(page.items()).containsExactly(second, third);
    assertThat(organizations.list(PageRequest.first()).items()).startsWith(first);
  }
}
