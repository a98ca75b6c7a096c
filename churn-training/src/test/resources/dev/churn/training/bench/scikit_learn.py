"""The peer of LearnersBenchmark: fits scikit-learn's classifiers to the same rows.

Arguments: a file of float64 rows (eight features and the label), how many of them to learn from.
Prints one line for each: name, seconds to fit, ROC AUC and log-loss on the other rows.
"""
import sys
import time

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rows = numpy.fromfile(sys.argv[1]).reshape(-1, 9)
count = int(sys.argv[2])
learn, labels = rows[:count, :8], rows[:count, 8]
test, outcomes = rows[count:, :8], rows[count:, 8]

for name, classifier in [
    ("logistic", make_pipeline(StandardScaler(), LogisticRegression())),
    ("forest", RandomForestClassifier(n_estimators=100, max_depth=10, n_jobs=2, random_state=1)),
    ("boosting", HistGradientBoostingClassifier(random_state=1)),
]:
    start = time.perf_counter()
    classifier.fit(learn, labels)
    seconds = time.perf_counter() - start
    churned = classifier.predict_proba(test)[:, 1]
    print(name, seconds, roc_auc_score(outcomes, churned), log_loss(outcomes, churned))
