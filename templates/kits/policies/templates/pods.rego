# Pods, wherever they are written: bare, or as the template of a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or
# Rollout. One policy for conftest (`--namespace acgs.pods`), for Gatekeeper and for `acgs policy test`; what differs from
# platform to platform is data (`data.acgs.policy`).
package acgs.pods

config := data.acgs.policy

# An object as it is written, or as Gatekeeper hands it over.
resource := input.review.object if input.review.object

resource := input if not input.review

templated := {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "Rollout"}

pod := resource if resource.kind == "Pod"

pod := resource.spec.template if resource.kind in templated

pod := resource.spec.jobTemplate.spec.template if resource.kind == "CronJob"

# A template without metadata has no annotations; it is not one that no rule looks at.
annotations := object.get(pod, ["metadata", "annotations"], {})

spec := object.get(pod, ["spec"], {})

containers contains container if {
	some field in ["containers", "initContainers", "ephemeralContainers"]
	some one in object.get(spec, [field], [])
	container := {"field": field, "name": object.get(one, ["name"], "?"), "is": one}
}

# What a container sets counts before what its pod sets (Kubernetes, SecurityContext). Always a value: a call inside of `not` is
# evaluated before it, and an undefined one would make the rule say nothing.
effective(container, field, otherwise) := object.get(
	container.is,
	["securityContext", field],
	object.get(spec, ["securityContext", field], otherwise),
)

said(container, what) := sprintf("%s %s, %s %s: %s", [
	resource.kind,
	object.get(resource, ["metadata", "name"], "?"),
	container.field,
	container.name,
	what,
])

deny contains said(container, "must set runAsNonRoot: true") if {
	some container in containers
	effective(container, "runAsNonRoot", false) != true
}

deny contains said(container, "runs as root (runAsUser: 0)") if {
	some container in containers
	effective(container, "runAsUser", 1) == 0
}

deny contains said(container, "is privileged") if {
	some container in containers
	container.is.securityContext.privileged == true
}

deny contains said(container, "must set allowPrivilegeEscalation: false") if {
	some container in containers
	object.get(container.is, ["securityContext", "allowPrivilegeEscalation"], true) != false
}

deny contains said(container, "must set readOnlyRootFilesystem: true") if {
	some container in containers
	object.get(container.is, ["securityContext", "readOnlyRootFilesystem"], false) != true
}

deny contains said(container, "must drop all capabilities") if {
	some container in containers
	not "ALL" in object.get(container.is, ["securityContext", "capabilities", "drop"], [])
}

deny contains said(container, sprintf("must not add the capability %v", [capability])) if {
	some container in containers
	some capability in object.get(container.is, ["securityContext", "capabilities", "add"], [])
	capability != "NET_BIND_SERVICE"
}

deny contains said(container, "must use the seccomp profile RuntimeDefault or Localhost") if {
	some container in containers
	not object.get(effective(container, "seccompProfile", {}), ["type"], "") in {"RuntimeDefault", "Localhost"}
}

# An ephemeral container can have no resources.
deny contains said(container, sprintf("must have a limit of %s", [resource_name])) if {
	some container in containers
	container.field != "ephemeralContainers"
	some resource_name in config.limits
	object.get(container.is, ["resources", "limits", resource_name], "") == ""
}

deny contains said(container, sprintf("its image has no fixed version: %s", [image])) if {
	some container in containers
	image := object.get(container.is, ["image"], "")
	not has_version(image)
}

deny contains said(container, sprintf("its image must be named by digest: %s", [image])) if {
	config.requireDigests
	some container in containers
	image := object.get(container.is, ["image"], "")
	not has_digest(image)
}

deny contains sprintf("%s %s: must not set %s", [resource.kind, object.get(resource, ["metadata", "name"], "?"), field]) if {
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	spec[field] == true
}

deny contains sprintf("%s %s: the volume %s is a folder of the node", [resource.kind, object.get(resource, ["metadata", "name"], "?"), volume.name]) if {
	some volume in object.get(spec, ["volumes"], [])
	volume.hostPath
}

deny contains sprintf("%s %s: its pods must carry the annotation acgs.io/constitutional-hash: %s", [
	resource.kind,
	object.get(resource, ["metadata", "name"], "?"),
	config.constitutionalHash,
]) if {
	pod
	config.constitutionalHash != ""
	object.get(annotations, ["acgs.io/constitutional-hash"], "") != config.constitutionalHash
}

has_digest(image) if regex.match(`@sha256:[0-9a-f]{64}$`, image)

has_version(image) if has_digest(image)

# The part behind the last slash, so that a registry's port is no tag.
has_version(image) if {
	parts := split(image, "/")
	[_, tag] := split(parts[count(parts) - 1], ":")
	not tag in {"", "latest"}
}
