import dev.churn.client.ApiClient;
import dev.churn.client.ApiException;
import dev.churn.client.api.DatasetsApi;
import dev.churn.client.api.JobsApi;
import dev.churn.client.api.ModelsApi;
import dev.churn.client.api.PredictionsApi;
import dev.churn.client.model.Job;
import dev.churn.client.model.Prediction;
import dev.churn.client.model.PredictionRequest;
import dev.churn.client.model.Transaction;
import java.io.File;
import java.time.LocalDate;
import java.util.UUID;

/** The main flow with the client that was generated for Java: server's address, organization, file. */
public final class MainFlow {
  public static void main(String[] args) throws ApiException, InterruptedException {
    ApiClient client = new ApiClient();
    client.updateBaseUri(args[0]);
    UUID shop = UUID.fromString(args[1]);
    File file = new File(args[2]);
    LocalDate asOf = LocalDate.parse("2024-06-30");
    var datasets = new DatasetsApi(client);
    var models = new ModelsApi(client);
    var predictions = new PredictionsApi(client);

    var uploaded = datasets.uploadDataset(shop, file, null, null, null, null, null, null, null);
    await(client, shop, datasets.processFeatures(shop, uploaded.getDatasetId()).getJobId());
    await(client, shop, models.train(shop, "auto", null, null, null, null, null, null, null).getJobId());
    System.out.println("ROC AUC " + models.trainingStatus(shop).getRocAuc());

    Transaction bought = new Transaction().eventDate("2024-06-01").amount(20.5).eventType("purchase");
    PredictionRequest request =
        new PredictionRequest().customerId("C-0001").asOf(asOf).addTransactionsItem(bought);
    Prediction prediction = predictions.predict(shop, request, true);
    System.out.println(prediction.getRiskSegment() + " " + prediction.getChurnProbability());
    System.out.println(prediction.getExplanation().getReasons().get(0).getText());

    var bulk = predictions.predictBulk(shop, file, asOf, "by the Java client", null, null);
    await(client, shop, bulk.getJobId());
    var batch = predictions.showPredictionBatch(shop, bulk.getBatchId());
    System.out.println(batch.getStatus() + " " + batch.getPredictionsGenerated());
    try {
      models.showModel(shop, UUID.randomUUID());
      throw new AssertionError("expected an unknown model to be refused");
    } catch (ApiException e) {
      System.out.println("unknown model: " + e.getCode());
    }
  }

  private static void await(ApiClient client, UUID shop, UUID id)
      throws ApiException, InterruptedException {
    Job job = new JobsApi(client).showJob(shop, id);
    while (job.getStatus() != Job.StatusEnum.COMPLETED) {
      if (job.getStatus() == Job.StatusEnum.FAILED) {
        throw new AssertionError(job.getErrorMessage());
      }
      Thread.sleep(100);
      job = new JobsApi(client).showJob(shop, id);
    }
  }
}
