// The main flow with the client that was generated for TypeScript: server's address, organization, file.
import { openAsBlob } from 'node:fs';
import { Configuration, DatasetsApi, JobStatusEnum, JobsApi, ModelsApi, PredictionsApi, ResponseError } from './client';

const [basePath, orgId, path] = process.argv.slice(2);
const configuration = new Configuration({ basePath });
const datasets = new DatasetsApi(configuration);
const models = new ModelsApi(configuration);
const predictions = new PredictionsApi(configuration);
const jobs = new JobsApi(configuration);

async function completed(jobId: string): Promise<void> {
  for (;;) {
    const job = await jobs.showJob({ orgId, jobId });
    if (job.status === JobStatusEnum.Completed) return;
    if (job.status === JobStatusEnum.Failed) throw new Error(job.errorMessage ?? 'failed');
    await new Promise(done => setTimeout(done, 100));
  }
}

async function main(): Promise<void> {
  const file = await openAsBlob(path);
  const asOf = new Date('2024-06-30');
  const uploaded = await datasets.uploadDataset({ orgId, file });
  await completed((await datasets.processFeatures({ orgId, datasetId: uploaded.datasetId })).jobId);
  await completed((await models.train({ orgId, modelType: 'auto' })).jobId);
  console.log('ROC AUC', (await models.trainingStatus({ orgId })).rocAuc);

  const prediction = await predictions.predict({
    orgId,
    explain: true,
    predictionRequest: {
      customerId: 'C-0001',
      asOf,
      transactions: [{ eventDate: '2024-06-01', amount: 20.5, eventType: 'purchase' }],
    },
  });
  console.log(prediction.riskSegment, prediction.churnProbability);
  console.log(prediction.explanation?.reasons[0].text);

  const bulk = await predictions.predictBulk({ orgId, file, asOf, batchName: 'by the TypeScript client' });
  await completed(bulk.jobId);
  const batch = await predictions.showPredictionBatch({ orgId, batchId: bulk.batchId });
  console.log(batch.status, batch.predictionsGenerated);
  try {
    await models.showModel({ orgId, modelId: crypto.randomUUID() });
    throw new Error('expected an unknown model to be refused');
  } catch (e) {
    if (!(e instanceof ResponseError)) throw e;
    console.log('unknown model:', e.response.status);
  }
}

main().catch(e => {
  console.error(e);
  process.exitCode = 1;
});
