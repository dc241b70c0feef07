package acgs.pods_test

import data.acgs.pods

hash := "0123456789abcdef"

settings := {"constitutionalHash": hash, "limits": ["memory", "cpu"], "requireDigests": false}

good_container := {
	"name": "api",
	"image": "ghcr.io/acme/api:1.0.0",
	"resources": {"limits": {"memory": "1Gi", "cpu": "1"}},
	"securityContext": {
		"allowPrivilegeEscalation": false,
		"readOnlyRootFilesystem": true,
		"capabilities": {"drop": ["ALL"]},
	},
}

good_template := {
	"metadata": {"annotations": {"acgs.io/constitutional-hash": hash}},
	"spec": {
		"securityContext": {"runAsNonRoot": true, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
		"containers": [good_container],
	},
}

templated(kind, template) := {"kind": kind, "metadata": {"name": "api"}, "spec": {"template": template}}

bare(template) := object.union(template, {"kind": "Pod", "metadata": object.union({"name": "api"}, object.get(template, ["metadata"], {}))})

with_container(change) := object.union(good_template, {"spec": {"containers": [object.union(good_container, change)]}})

with_spec(change) := object.union(good_template, {"spec": change})

test_good_pods_of_every_kind if {
	refused := {kind |
		some kind in ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Rollout"]
		count(pods.deny) > 0 with input as templated(kind, good_template) with data.acgs.policy as settings
	}
	refused == set()
	count(pods.deny) == 0 with input as bare(good_template) with data.acgs.policy as settings
	count(pods.deny) == 0 with input as {"kind": "CronJob", "metadata": {"name": "api"}, "spec": {"jobTemplate": {"spec": {"template": good_template}}}} with data.acgs.policy as settings
}

test_what_has_no_pods_is_not_judged if count(pods.deny) == 0 with input as {"kind": "Service", "metadata": {"name": "api"}, "spec": {}} with data.acgs.policy as settings

test_root_by_default if {
	some message in pods.deny with input as bare(with_spec({"securityContext": {"runAsNonRoot": false}})) with data.acgs.policy as settings
	contains(message, "runAsNonRoot")
}

test_nothing_about_root if {
	some message in pods.deny with input as bare(json.remove(good_template, ["spec/securityContext/runAsNonRoot"])) with data.acgs.policy as settings
	contains(message, "runAsNonRoot")
}

test_no_seccomp_profile if {
	some message in pods.deny with input as bare(json.remove(good_template, ["spec/securityContext/seccompProfile"])) with data.acgs.policy as settings
	contains(message, "seccomp")
}

test_root_by_number if {
	some message in pods.deny with input as bare(with_spec({"securityContext": {"runAsUser": 0}})) with data.acgs.policy as settings
	contains(message, "runs as root")
}

test_a_container_may_say_what_its_pod_does_not if {
	template := with_container({"securityContext": object.union(good_container.securityContext, {
		"runAsNonRoot": true,
		"seccompProfile": {"type": "RuntimeDefault"},
	})})
	count(pods.deny) == 0 with input as bare(json.remove(template, ["spec/securityContext"])) with data.acgs.policy as settings
}

test_a_container_that_takes_back_what_its_pod_says if {
	change := {"securityContext": object.union(good_container.securityContext, {"runAsNonRoot": false})}
	some message in pods.deny with input as templated("Deployment", with_container(change)) with data.acgs.policy as settings
	contains(message, "runAsNonRoot")
}

test_privileged if {
	change := {"securityContext": object.union(good_container.securityContext, {"privileged": true})}
	some message in pods.deny with input as templated("StatefulSet", with_container(change)) with data.acgs.policy as settings
	contains(message, "is privileged")
}

test_capability_added if {
	change := {"securityContext": object.union(good_container.securityContext, {"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}})}
	some message in pods.deny with input as templated("Deployment", with_container(change)) with data.acgs.policy as settings
	contains(message, "SYS_ADMIN")
}

test_nothing_set if {
	template := {"spec": {"containers": [{"name": "api", "image": "api"}]}}
	count(pods.deny) >= 8 with input as templated("Deployment", template) with data.acgs.policy as settings
}

test_no_limits if {
	template := object.union(good_template, {"spec": {"containers": [json.remove(good_container, ["resources"])]}})
	found := pods.deny with input as templated("Rollout", template) with data.acgs.policy as settings
	count({message | some message in found; contains(message, "limit of")}) == 2
}

test_init_container_is_judged if {
	some message in pods.deny with input as templated("Deployment", with_spec({"initContainers": [{"name": "setup", "image": "busybox"}]})) with data.acgs.policy as settings
	contains(message, "initContainers setup")
}

test_ephemeral_container_is_judged_but_for_limits if {
	found := pods.deny with input as bare(with_spec({"ephemeralContainers": [{"name": "debug", "image": "busybox:1"}]})) with data.acgs.policy as settings
	some message in found
	contains(message, "ephemeralContainers debug")
	every one in found { not contains(one, "limit of") }
}

test_no_hash if {
	some message in pods.deny with input as templated("Deployment", json.remove(good_template, ["metadata/annotations"])) with data.acgs.policy as settings
	contains(message, "constitutional-hash")
}

test_no_metadata_at_all if {
	some message in pods.deny with input as templated("Deployment", json.remove(good_template, ["metadata"])) with data.acgs.policy as settings
	contains(message, "constitutional-hash")
}

test_hash_of_the_object_alone_is_not_that_of_its_pods if {
	resource := object.union(
		templated("Deployment", json.remove(good_template, ["metadata/annotations"])),
		{"metadata": {"name": "api", "annotations": {"acgs.io/constitutional-hash": hash}}},
	)
	some message in pods.deny with input as resource with data.acgs.policy as settings
	contains(message, "constitutional-hash")
}

test_another_hash if {
	template := object.union(good_template, {"metadata": {"annotations": {"acgs.io/constitutional-hash": "f00d"}}})
	some message in pods.deny with input as templated("Deployment", template) with data.acgs.policy as settings
	contains(message, "constitutional-hash")
}

test_no_hash_wanted if {
	template := json.remove(good_template, ["metadata/annotations"])
	off := object.union(settings, {"constitutionalHash": ""})
	found := pods.deny with input as templated("Deployment", template) with data.acgs.policy as off
	count(found) == 0
}

test_latest_and_no_tag if {
	refused := {image |
		some image in ["ghcr.io/acme/api", "ghcr.io/acme/api:latest", "registry:5000/api"]
		some message in pods.deny with input as templated("Deployment", with_container({"image": image})) with data.acgs.policy as settings
		contains(message, "no fixed version")
	}
	count(refused) == 3
}

test_registry_with_port_and_tag if count(pods.deny) == 0 with input as templated("Deployment", with_container({"image": "registry:5000/api:1"})) with data.acgs.policy as settings

test_digests_where_they_are_required if {
	strict := object.union(settings, {"requireDigests": true})
	by_tag := pods.deny with input as templated("Deployment", good_template) with data.acgs.policy as strict
	count(by_tag) == 1
	digest := concat("", ["ghcr.io/acme/api@sha256:", concat("", [d | some _ in numbers.range(1, 64); d := "a"])])
	by_digest := pods.deny with input as templated("Deployment", with_container({"image": digest})) with data.acgs.policy as strict
	count(by_digest) == 0
}

test_host_access if {
	refused := {change |
		some change in [{"hostNetwork": true}, {"hostPID": true}, {"hostIPC": true}, {"volumes": [{"name": "host", "hostPath": {"path": "/"}}]}]
		count(pods.deny) == 1 with input as templated("DaemonSet", with_spec(change)) with data.acgs.policy as settings
	}
	count(refused) == 4
}

test_as_gatekeeper_hands_it_over if {
	found := pods.deny with input as {"review": {"object": templated("Deployment", {"spec": {"containers": [good_container]}})}}
		with data.acgs.policy as settings
	count(found) > 0
}
