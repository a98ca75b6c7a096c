"""Learns from the labelled rows of a feature table and judges on its scoring snapshot: table, truth."""
import csv
import sys
import warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")


def calibration_error(p, y):
    bins = np.minimum(9, (p * 10).astype(int))
    return sum(abs((p - y)[bins == b].sum()) for b in range(10)) / len(p)


rows = list(csv.reader(open(sys.argv[1])))[1:]
truth = dict(csv.reader(open(sys.argv[2])))
known = [r for r in rows if r[-1] != ""]
score = [r for r in rows if r[-1] == ""]
X, y = np.array([r[2:10] for r in known], float), np.array([r[-1] for r in known], int)
X0, y0 = np.array([r[2:10] for r in score], float), np.array([truth[r[0]] for r in score], int)
for peer in (
    make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    RandomForestClassifier(300, min_samples_leaf=20, random_state=1, n_jobs=2),
    HistGradientBoostingClassifier(random_state=1),
):
    p = np.clip(peer.fit(X, y).predict_proba(X0)[:, 1], 1e-6, 1 - 1e-6)
    name = "sklearn " + type(peer[-1] if hasattr(peer, "steps") else peer).__name__
    print(f"  {name:38} {roc_auc_score(y0, p):.4f} {log_loss(y0, p):.4f} {calibration_error(p, y0):.4f}")
