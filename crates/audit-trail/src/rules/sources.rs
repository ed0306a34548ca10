//! Addresses at which several rules' sentences of law were read.

/// The code of relations between the public and the administration (CRPA), in a text copy.
pub(crate) const CRPA: &str = "github francois76/legifrance, source/code_des_relations_entre_le_public_et_l'administration/code_des_relations_entre_le_public_et_l'administration.md (4f5e46d)";

/// CGCT, art. L5211-10: what a council may delegate to its bureau.
pub(crate) const L5211_10: &str = "https://french-business-law.com/french-legislation-art/article-l5211-10-of-the-french-general-code-of-local-authorities";

/// CGCT, art. L2121-12: notice of meeting.
pub(crate) const L2121_12: &str = "https://french-business-law.com/french-legislation-art/article-l2121-12-of-the-french-general-code-of-local-authorities/";

/// CGCT, art. L1611-4: duties of bodies that receive grants.
pub(crate) const L1611_4: &str =
    "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006070633/articles/LEGIARTI000006389560";

/// CGCT, art. L2131-1: executory acts, in the version of 2015.
pub(crate) const L2131_1_OLD: &str = "https://juriblio.fr/codes/code-general-des-collectivites-territoriales/partie-legislative/deuxieme-partie/livre-ier/titre-iii/chapitre-ier/article-l2131-1";

/// CGCT, art. L2131-1: executory acts.
pub(crate) const L2131_1: &str =
    "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006070633/articles/LEGIARTI000006390075";

/// The derogation to the rules of assemblies from 10 November 2021 to 31 July 2022.
pub(crate) const DEROGATION: &str = "https://www.amf.asso.fr/documents-rappel-depuis-10-novembre-2021les-regles-derogatoires-covid-pour-fonctionnement-assemblees-intercommunalites-sappliquent-nouveau/41015";

/// Loi 2000-321, art. 10, in the version of 2016.
pub(crate) const LOI_2000_321_ART_10: &str = "https://www.doctrine.fr/l/texts/lois/JORFTEXT000000215117/articles/LEGIARTI000006529194?version=LEGIARTI000033158062";

/// Duties of associations towards the grantor and the prefecture, quoting loi 2000-321, art. 10.
pub(crate) const ISBL_CONVENTION: &str = "https://institut-isbl.fr/les-mentions-obligatoires-des-conventions-de-subvention-conclues-avec-une-collectivite-territoriale";
