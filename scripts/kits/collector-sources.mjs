/** Where the schemas of collector components come from: the config.schema.yaml and metadata.yaml of Go modules, whose checksums the checksum database vouches for. */

const core = 'go.opentelemetry.io/collector';
const contrib = 'github.com/open-telemetry/opentelemetry-collector-contrib';

/** Version of the collector whose components these are: the default of the kit's answer `collectorVersion`. */
export const version = 'v0.160.0';
/** Version of the collector's stable modules in that release. */
const stable = 'v1.66.0';
export const roots = [core, contrib];
export const licence = 'Apache-2.0';

/** Modules that hold a component each. */
export const components = [
  ...['exporter/debugexporter', 'exporter/otlpexporter', 'exporter/otlphttpexporter'].map(of(core)),
  ...['processor/batchprocessor', 'processor/memorylimiterprocessor', 'receiver/otlpreceiver'].map(of(core)),
  ...['extension/zpagesextension'].map(of(core)),
  ...[
    'connector/spanmetricsconnector',
    'exporter/loadbalancingexporter',
    'exporter/prometheusremotewriteexporter',
    'extension/healthcheckextension',
    'extension/storage/filestorage',
    'processor/attributesprocessor',
    'processor/filterprocessor',
    'processor/k8sattributesprocessor',
    'processor/probabilisticsamplerprocessor',
    'processor/resourceprocessor',
    'processor/tailsamplingprocessor',
    'processor/transformprocessor',
    'receiver/kubeletstatsreceiver',
    'receiver/prometheusreceiver',
  ].map(of(contrib)),
  // the proxy has these of the release before only
  ...['exporter/prometheusexporter', 'extension/healthcheckv2extension'].map((path) => ({
    module: `${contrib}/${path}`,
    version: 'v0.159.0',
  })),
];

/** Modules that those refer to. Of a module that is not here any value is taken. */
export const shared = [
  ...['config/confighttp', 'config/configtelemetry', 'exporter/exporterhelper', 'internal/memorylimiter'].map(
    of(core),
  ),
  // the last of its schemas that the proxy has
  { module: `${core}/config/configgrpc`, version: 'v0.157.0' },
  ...[
    'config/configauth',
    'config/configcompression',
    'config/configmiddleware',
    'config/confignet',
    'config/configopaque',
    'config/configretry',
    'config/configtls',
  ].map((path) => ({ module: `${core}/${path}`, version: stable })),
  ...['internal/k8sconfig', 'pkg/resourcetotelemetry'].map(of(contrib)),
];

/** Components of Jaeger's own, which have no schema: only their names are known. */
export const jaeger = {
  module: 'github.com/jaegertracing/jaeger',
  version: 'v1.76.0',
  names: [
    ['extension', 'jaeger_query', 'cmd/jaeger/internal/extension/jaegerquery/factory.go'],
    ['extension', 'jaeger_storage', 'cmd/jaeger/internal/extension/jaegerstorage/factory.go'],
    ['extension', 'remote_sampling', 'cmd/jaeger/internal/extension/remotesampling/factory.go'],
    ['processor', 'adaptive_sampling', 'cmd/jaeger/internal/processors/adaptivesampling/factory.go'],
    ['exporter', 'jaeger_storage_exporter', 'cmd/jaeger/internal/exporters/storageexporter/factory.go'],
  ],
};

function of(root) {
  return (path) => ({ module: `${root}/${path}`, version });
}
