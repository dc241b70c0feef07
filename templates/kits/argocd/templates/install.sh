#!/usr/bin/env bash
# Installs Argo CD and this repository's project and application. Run it as often as you like: it applies, and creates nothing twice.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

command -v kubectl >/dev/null || {
  echo 'kubectl is missing: install it, and point it at the cluster' >&2
  exit 5
}

kubectl create namespace argocd --dry-run=client --output=yaml | kubectl apply --filename=-

if ! kubectl --namespace=argocd get secret argocd-oidc >/dev/null 2>&1; then
  cat >&2 <<'TEXT'
The Secret argocd-oidc is missing. Make it from files, so that no value reaches the shell's history:
  kubectl -n argocd create secret generic argocd-oidc --from-file=clientID --from-file=clientSecret
  kubectl -n argocd label secret argocd-oidc app.kubernetes.io/part-of=argocd
TEXT
  exit 2
fi

# Server-side: the custom resource definitions are too large for the annotation that a client-side apply would write.
kubectl apply --server-side --force-conflicts --kustomize=install
kubectl wait --for=condition=Established --timeout=120s crd/applications.argoproj.io crd/appprojects.argoproj.io
for workload in deployment/argocd-server deployment/argocd-repo-server statefulset/argocd-application-controller; do
  kubectl --namespace=argocd rollout status "$workload" --timeout=300s
done
kubectl apply --filename=project.yaml --filename=application.yaml
echo <%= `Argo CD is at https://${it.answers.host}` %>
