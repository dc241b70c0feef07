// Evaluates ValidatingAdmissionPolicies as the API server does, with its own CEL environment, without a server:
//
//	cel-policy POLICY.yaml OBJECTS.yaml…
//
// prints a line of JSON for each object: {"kind", "name", "denied": [message, …]}. Exit 1 where a policy does not compile.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	celgo "github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/environment"
	"sigs.k8s.io/yaml"
)

type verdict struct {
	Kind   string   `json:"kind"`
	Name   string   `json:"name"`
	Denied []string `json:"denied"`
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "cel-policy:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == "-h" {
		_, err := fmt.Fprintln(out, "usage: cel-policy POLICY.yaml OBJECTS.yaml…")
		return err
	}
	if len(args) < 2 {
		return errors.New("expected POLICY.yaml and OBJECTS.yaml…")
	}
	policies, err := compile(args[0])
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	for _, file := range args[1:] {
		objects, err := documents(file)
		if err != nil {
			return err
		}
		for _, raw := range objects {
			object := &unstructured.Unstructured{}
			if err := yaml.Unmarshal(raw, &object.Object); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			judged, err := judge(policies, object)
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if err := encoder.Encode(judged); err != nil {
				return err
			}
		}
	}
	return nil
}

// One policy, compiled.
type policy struct {
	name        string
	conditions  cel.ConditionEvaluator
	validations cel.ConditionEvaluator
}

// An expression of a policy, with what is said where it is false.
type expression struct {
	text    string
	message string
}

func (e *expression) GetExpression() string      { return e.text }
func (e *expression) ReturnTypes() []*celgo.Type { return []*celgo.Type{celgo.BoolType} }

// A variable of a policy, of whatever type.
type variable struct {
	name string
	text string
}

func (v *variable) GetName() string            { return v.name }
func (v *variable) GetExpression() string      { return v.text }
func (v *variable) ReturnTypes() []*celgo.Type { return []*celgo.Type{celgo.AnyType, celgo.DynType} }

func compile(file string) ([]policy, error) {
	all, err := documents(file)
	if err != nil {
		return nil, err
	}
	var policies []policy
	for _, raw := range all {
		var written admissionv1.ValidatingAdmissionPolicy
		if err := yaml.Unmarshal(raw, &written); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if written.Kind != "ValidatingAdmissionPolicy" {
			continue
		}
		compiled, err := compilePolicy(&written)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", written.Name, err)
		}
		policies = append(policies, compiled)
	}
	if len(policies) == 0 {
		return nil, fmt.Errorf("%s: no ValidatingAdmissionPolicy", file)
	}
	return policies, nil
}

// As k8s.io/apiserver/pkg/admission/plugin/policy/validating compiles it; every expression must compile, as creation demands.
func compilePolicy(written *admissionv1.ValidatingAdmissionPolicy) (policy, error) {
	compiler, err := cel.NewCompositedCompiler(environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))
	if err != nil {
		return policy{}, err
	}
	options := cel.OptionalVariableDeclarations{}
	for _, one := range written.Spec.Variables {
		result := compiler.CompileAndStoreVariable(&variable{one.Name, one.Expression}, options, environment.NewExpressions)
		if result.Error != nil {
			return policy{}, fmt.Errorf("variable %s: %s", one.Name, result.Error.Detail)
		}
	}
	var validations, conditions []cel.ExpressionAccessor
	for _, one := range written.Spec.Validations {
		validations = append(validations, &expression{one.Expression, one.Message})
	}
	for _, one := range written.Spec.MatchConditions {
		conditions = append(conditions, &expression{one.Expression, one.Name})
	}
	compiled := policy{
		name:        written.Name,
		conditions:  compiler.CompileCondition(conditions, options, environment.NewExpressions),
		validations: compiler.CompileCondition(validations, options, environment.NewExpressions),
	}
	return compiled, errors.Join(append(compiled.conditions.CompilationErrors(), compiled.validations.CompilationErrors()...)...)
}

func judge(policies []policy, object *unstructured.Unstructured) (verdict, error) {
	kind := object.GroupVersionKind()
	resource := schema.GroupVersionResource{Group: kind.Group, Version: kind.Version, Resource: strings.ToLower(kind.Kind) + "s"}
	attributes := admission.NewAttributesRecord(
		object, nil, kind, object.GetNamespace(), object.GetName(), resource, "",
		admission.Create, &metav1.CreateOptions{}, false, nil,
	)
	versioned := &admission.VersionedAttributes{Attributes: attributes, VersionedKind: kind, VersionedObject: object}
	request := cel.CreateAdmissionRequest(attributes, metav1.GroupVersionResource(resource), metav1.GroupVersionKind(kind))
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: object.GetNamespace()}}
	evaluate := func(evaluator cel.ConditionEvaluator) ([]cel.EvaluationResult, error) {
		results, _, err := evaluator.ForInput(
			context.Background(), versioned, request, cel.OptionalVariableBindings{}, namespace, celconfig.RuntimeCELCostBudget,
		)
		return results, err
	}
	result := verdict{Kind: kind.Kind, Name: object.GetName(), Denied: []string{}}
	for _, one := range policies {
		matched, err := evaluate(one.conditions)
		if err != nil {
			return result, err
		}
		if slices.ContainsFunc(matched, func(condition cel.EvaluationResult) bool {
			return condition.Error == nil && condition.EvalResult == types.False
		}) {
			continue
		}
		judged, err := evaluate(one.validations)
		if err != nil {
			return result, err
		}
		for _, validation := range append(matched, judged...) {
			message := validation.ExpressionAccessor.(*expression).message
			switch {
			case validation.Error != nil:
				// failurePolicy: Fail
				result.Denied = append(result.Denied, fmt.Sprintf("%s: %s", message, validation.Error))
			case validation.EvalResult != types.True:
				result.Denied = append(result.Denied, message)
			}
		}
	}
	return result, nil
}

func documents(file string) ([][]byte, error) {
	opened, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	reader := utilyaml.NewYAMLReader(bufio.NewReader(opened))
	var all [][]byte
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, document)
	}
}
