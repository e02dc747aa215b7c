import type { Word } from './words';

/** What kinds of entity and link, stages and the rest are called. A kind that is not here is shown by its own name. */
export const entityKinds: Readonly<Record<string, Word>> = {
  INDUSTRY: { zh: '产业', en: 'Industry' },
  INDUSTRY_GROUP: { zh: '产业组', en: 'Industry group' },
  FIELD: { zh: '领域', en: 'Field' },
  TECHNOLOGY: { zh: '技术', en: 'Technology' },
  PRODUCT: { zh: '产品', en: 'Product' },
  MATERIAL: { zh: '材料', en: 'Material' },
  SERVICE: { zh: '服务', en: 'Service' },
  PROCESS: { zh: '工艺', en: 'Process' },
  PRACTICE: { zh: '做法', en: 'Practice' },
  SCENARIO: { zh: '应用场景', en: 'Scenario' },
  CHAIN_STAGE: { zh: '产业链环节', en: 'Chain stage' },
  CLASSIFICATION: { zh: '分类标准', en: 'Classification' },
  CLASSIFICATION_ITEM: { zh: '分类项', en: 'Classification item' },
  POLICY: { zh: '政策', en: 'Policy' },
  CONCEPT: { zh: '概念', en: 'Concept' },
  SOURCE: { zh: '来源', en: 'Source' },
};

/** Link kinds as the verb of a sentence: from — verb → to. */
export const linkKinds: Readonly<Record<string, Word>> = {
  MEMBER_OF: { zh: '列入', en: 'is listed in' },
  BROADER: { zh: '属于更广的', en: 'is narrower than' },
  PART_OF: { zh: '属于', en: 'is part of' },
  HAS_STAGE: { zh: '有环节', en: 'has the stage' },
  INPUT_TO: { zh: '供给', en: 'is an input to' },
  ENABLES: { zh: '支撑', en: 'enables' },
  TRANSFORMS: { zh: '改造提升', en: 'transforms' },
  APPLIED_IN: { zh: '应用于', en: 'is applied in' },
  CONVERGES_WITH: { zh: '融合', en: 'converges with' },
  PROMOTES: { zh: '推动', en: 'promotes' },
  CORRESPONDS_TO: { zh: '对应', en: 'corresponds to' },
  RELATED_TO: { zh: '相关', en: 'is related to' },
};

/** The kind of an entity or link as differences and bundles write it, `IndustryGroup` or `INPUT_TO`, as the key of its table. */
export function kindKey(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

export const evidences: Readonly<Record<string, Word>> = {
  STATED: { zh: '来源明说', en: 'stated' },
  DERIVED: { zh: '由数据推得', en: 'derived' },
  CURATED: { zh: '编辑判断', en: 'curated' },
};

export const stages: Readonly<Record<string, Word>> = {
  UPSTREAM: { zh: '上游', en: 'Upstream' },
  MIDSTREAM: { zh: '中游', en: 'Midstream' },
  DOWNSTREAM: { zh: '下游', en: 'Downstream' },
};

export const matches: Readonly<Record<string, Word>> = {
  EXACT: { zh: '完全对应', en: 'exact' },
  CLOSE: { zh: '近似', en: 'close' },
  BROAD: { zh: '较宽', en: 'broad' },
  NARROW: { zh: '较窄', en: 'narrow' },
  PARTIAL: { zh: '部分', en: 'partial' },
};

export const cutReasons: Readonly<Record<string, Word>> = {
  HOPS: { zh: '达到最大步数', en: 'the limit of links was reached' },
  RESULTS: { zh: '达到最多结果数', en: 'the limit of results was reached' },
  EXPANSIONS: { zh: '达到最大搜索量', en: 'the limit of the search was reached' },
  TIME: { zh: '达到时间上限', en: 'the limit of time was reached' },
  HUB: { zh: '有一个连接过多的节点未展开', en: 'an entity with very many links was not followed' },
};

export const nameOrigins: Readonly<Record<string, Word>> = {
  CHINESE: { zh: '中文名', en: 'Chinese name' },
  ENGLISH: { zh: '英文名', en: 'English name' },
  ALTERNATIVE: { zh: '别名', en: 'other name' },
};

export const featureRoles: Readonly<Record<string, Word>> = {
  TECHNOLOGY: { zh: '技术', en: 'technology' },
  PRODUCT: { zh: '产品', en: 'product' },
  INPUT: { zh: '投入', en: 'input' },
};

export const changeTypes: Readonly<Record<string, Word>> = {
  ADDED: { zh: '新增', en: 'added' },
  CHANGED: { zh: '改变', en: 'changed' },
  REMOVED: { zh: '移除', en: 'removed' },
};

/** The fields of entities and links, by the names of a bundle's columns. */
export const fields: Readonly<Record<string, Word>> = {
  kind: { zh: '类别', en: 'kind' },
  name_zh: { zh: '中文名', en: 'Chinese name' },
  name_en: { zh: '英文名', en: 'English name' },
  alt_names: { zh: '别名', en: 'other names' },
  definition_zh: { zh: '中文定义', en: 'Chinese definition' },
  definition_en: { zh: '英文定义', en: 'English definition' },
  issuer: { zh: '发布机构', en: 'issuer' },
  number: { zh: '文号', en: 'number' },
  date: { zh: '日期', en: 'date' },
  address: { zh: '网址', en: 'address' },
  valid_from: { zh: '生效日期', en: 'valid from' },
  valid_to: { zh: '失效日期', en: 'valid to' },
  citations: { zh: '引证', en: 'citations' },
  scheme: { zh: '分类体系', en: 'scheme' },
  code: { zh: '代码', en: 'code' },
  level: { zh: '层级', en: 'level' },
  output: { zh: '总产出', en: 'output' },
  order: { zh: '序号', en: 'order' },
  note: { zh: '备注', en: 'note' },
  stage: { zh: '环节', en: 'stage' },
  coefficient: { zh: '系数', en: 'coefficient' },
  flow: { zh: '流量', en: 'flow' },
  unit: { zh: '单位', en: 'unit' },
  year: { zh: '年份', en: 'year' },
  practice: { zh: '改造方式', en: 'practice' },
  match: { zh: '对应程度', en: 'match' },
  relation: { zh: '关系', en: 'relation' },
};

/** The ways in by which a version was made. */
export const origins: Readonly<Record<string, Word>> = {
  seed: { zh: '初始数据', en: 'seed' },
  bundle: { zh: '文件载入', en: 'bundle' },
  edit: { zh: '手工编辑', en: 'edit' },
  reversal: { zh: '撤回', en: 'reversal' },
};
